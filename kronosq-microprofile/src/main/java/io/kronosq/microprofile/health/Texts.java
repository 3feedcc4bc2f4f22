package io.kronosq.microprofile.health;

import io.kronosq.worker.ServerActivity.StuckHandler;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How findings are worded. */
final class Texts {
  /** Of what may be many, so many are listed. */
  static final int MOST_LISTED = 10;

  private Texts() {}

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
  }

  static String ago(@Nullable Duration since) {
    return since == null ? "never" : seconds(since) + " ago";
  }

  static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static String of(StuckHandler stuck) {
    return stuck.type()
        + ", task "
        + stuck.task().id()
        + " of queue "
        + stuck.task().queue()
        + ", runs for "
        + seconds(stuck.running())
        + ", cancelled ("
        + lowerCase(stuck.cause())
        + ") and given up "
        + ago(stuck.stuck())
        + (stuck.thread() == null ? "" : ", on thread " + stuck.thread());
  }

  static String types(List<StuckHandler> stuck) {
    return stuck.stream()
        .map(StuckHandler::type)
        .distinct()
        .sorted()
        .limit(MOST_LISTED)
        .collect(Collectors.joining(", "));
  }
}
