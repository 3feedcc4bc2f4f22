package io.kronosq.sample.web;

/**
 * What is wrong with one field.
 *
 * @param field the field's name
 * @param message what it must be
 */
public record FieldProblem(String field, String message) {}
