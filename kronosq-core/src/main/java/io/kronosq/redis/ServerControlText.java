package io.kronosq.redis;

import io.kronosq.inspect.ServerControl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How it is written what operators want of a server: {@code 1}, {@code 2-10}. */
final class ServerControlText {
  static final String QUIET = "quiet";
  static final String STOP = "stop";
  static final String CONCURRENCY = "concurrency";

  private static final String YES = "1";

  private ServerControlText() {}

  static String of(boolean wanted) {
    return wanted ? YES : "";
  }

  static String of(ServerControl.@Nullable Range wanted) {
    return wanted == null ? "" : wanted.min() + "-" + wanted.max();
  }

  /** Reads what a report is answered with. */
  static ServerControl control(List<Object> answer) {
    return new ServerControl(
        Args.text(answer.get(0)).equals(YES),
        Args.text(answer.get(1)).equals(YES),
        range(Args.text(answer.get(2))));
  }

  private static ServerControl.@Nullable Range range(String text) {
    if (text.isEmpty()) {
      return null;
    }
    int dash = text.indexOf('-');
    return new ServerControl.Range(
        Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }
}
