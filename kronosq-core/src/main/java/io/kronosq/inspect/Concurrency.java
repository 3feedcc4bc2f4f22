package io.kronosq.inspect;

/**
 * How many handlers a server runs at a time.
 *
 * @param min how many it may run at least; the same as {@code max} without auto-scaling
 * @param max how many it may run at most
 * @param target how many it may run at this moment
 * @param busy tasks that it holds
 */
public record Concurrency(int min, int max, int target, int busy) {}
