package io.kronosq.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has come.
 *
 * @param revision the oldest revision that may take ticks; 0 when none is known
 * @param last the last tick taken; null when none was
 * @param task id of the last task enqueued; null when none was
 */
public record TickState(long revision, @Nullable Instant last, @Nullable String task) {}
