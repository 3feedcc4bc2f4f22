package io.kronosq.inspect;

import java.time.Instant;

/**
 * How many handlers a server ran, and might run, at one moment.
 *
 * @param at when it told so, by Redis' clock
 * @param target how many it might run
 * @param busy tasks that it held
 * @param max how many its scaling might have come to
 */
public record ConcurrencySample(Instant at, int target, int busy, int max) {}
