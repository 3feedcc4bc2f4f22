package io.kronosq.redis;

import io.kronosq.store.Layout;
import io.kronosq.store.QueueLayouts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of a queue as Redis has them: the present number of partitions, then each former one
 * with the time since when it is, such as {@code 6,1@1700000000000}.
 */
final class LayoutText {
  private LayoutText() {}

  static QueueLayouts parse(String queue, String text) {
    String[] parts = text.split(",", -1);
    List<Layout> former = new ArrayList<>(parts.length - 1);
    for (int i = 1; i < parts.length; i++) {
      former.add(layout(queue, parts[i].substring(0, parts[i].indexOf('@'))));
    }
    return new QueueLayouts(layout(queue, parts[0]), former);
  }

  /**
   * Since when a number of partitions is a former one.
   *
   * @return null when it is not, or was forgotten
   */
  static @Nullable Instant formerSince(String text, int count) {
    String start = count + "@";
    for (String part : text.split(",", -1)) {
      if (part.startsWith(start)) {
        return Instant.ofEpochMilli(Long.parseLong(part.substring(start.length())));
      }
    }
    return null;
  }

  private static Layout layout(String queue, String count) {
    return Layout.of(queue, Integer.parseInt(count));
  }
}
