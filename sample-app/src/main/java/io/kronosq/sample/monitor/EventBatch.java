package io.kronosq.sample.monitor;

import java.util.List;

/**
 * What happened since the last batch.
 *
 * @param last the number of the last event so far
 * @param skipped events that are left out because there were too many
 * @param events the latest, oldest first
 */
public record EventBatch(long last, long skipped, List<EventView> events) {}
