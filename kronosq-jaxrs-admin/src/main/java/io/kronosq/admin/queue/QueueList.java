package io.kronosq.admin.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of queues.
 *
 * @param items in the order that was asked for
 * @param next where the next page begins; null when this is the last one
 * @param total how many queues all pages have
 */
public record QueueList(List<QueueView> items, @Nullable String next, int total) {}
