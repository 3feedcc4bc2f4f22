package io.kronosq.store;

import io.kronosq.task.Unique;

/**
 * The unique lock that a task holds.
 *
 * @param digest names the lock within the queue
 * @param release when it goes before its time to live is over
 */
public record UniqueLock(String digest, Unique.Release release) {}
