package io.kronosq.inspect;

import io.kronosq.task.Limits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A limit key that has tasks, at one moment.
 *
 * @param key the key
 * @param pending its tasks that wait for a worker
 * @param active its tasks that a server holds
 * @param limits the limits that hold for it: its own ones, or those that keys of its queue have
 * @param limitedUntil when its rate allows the next one of its pending tasks; null when that is
 *     now, or as soon as one of its active tasks ends
 */
public record KeyInfo(
    String key, long pending, long active, Limits limits, @Nullable Instant limitedUntil) {}
