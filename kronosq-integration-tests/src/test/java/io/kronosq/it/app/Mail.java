package io.kronosq.it.app;

import java.time.LocalDate;

/**
 * A payload.
 *
 * @param to whom
 * @param copies how many
 * @param day when
 */
public record Mail(String to, int copies, LocalDate day) {}
