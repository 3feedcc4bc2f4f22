package io.kronosq.sample.mail;

/**
 * The row of an import that a mail belongs to.
 *
 * @param importId the import
 * @param row counted from 1, bad rows included
 */
public record ImportRow(String importId, int row) {}
