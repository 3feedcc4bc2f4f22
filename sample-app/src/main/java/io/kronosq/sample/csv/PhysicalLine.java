package io.kronosq.sample.csv;

/**
 * A line of a file.
 *
 * @param number counted from 1
 * @param text without its end
 * @param cut whether the line is longer than what is kept of it
 */
record PhysicalLine(int number, String text, boolean cut) {}
