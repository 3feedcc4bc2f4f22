package io.kronosq.sample.csv;

import org.jspecify.annotations.Nullable;

/**
 * A row before its fields are told apart.
 *
 * @param line the number of its first line
 * @param text may hold line ends, inside quotes
 * @param fault why it can't be read, or null
 */
record RowText(int line, String text, @Nullable String fault) {}
