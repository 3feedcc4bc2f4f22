package io.kronosq.it.redeploy;

/**
 * Something to do.
 *
 * @param name told to the test
 * @param millis how long it takes
 */
public record Work(String name, long millis) {}
