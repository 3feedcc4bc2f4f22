package io.kronosq.sample.imports;

/**
 * A row for which no task was enqueued.
 *
 * @param line its first line in the file, counted from 1
 * @param reason what to mend
 */
public record RejectedRow(int line, String reason) {}
