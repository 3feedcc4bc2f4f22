package io.kronosq.admin.live;

import io.kronosq.task.QueueInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of queues.
 *
 * @param snapshot where they are from
 * @param queues in the order that was asked for
 * @param next where the next page begins, opaque; null when this is the last one
 * @param total how many queues all pages have
 */
public record QueuePage(
    QueueSnapshot snapshot, List<QueueInfo> queues, @Nullable String next, int total) {
  /** Copies the list. */
  public QueuePage {
    queues = List.copyOf(queues);
  }
}
