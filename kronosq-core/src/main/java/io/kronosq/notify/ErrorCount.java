package io.kronosq.notify;

/**
 * How often tasks of a group failed with an error.
 *
 * @param className the exception's class
 * @param count how often
 * @param message the message of the first of them; empty when it had none
 */
record ErrorCount(String className, long count, String message) {}
