package io.kronosq.admin.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of tasks.
 *
 * @param items those that matched; may be empty although more pages follow
 * @param next where the next page begins; null when this is the last one
 * @param scanned how many were looked at
 */
public record TaskList(List<TaskSummary> items, @Nullable String next, int scanned) {}
