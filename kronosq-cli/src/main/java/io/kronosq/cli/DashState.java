package io.kronosq.cli;

import io.kronosq.task.QueueInfo;
import java.util.List;

/**
 * What a person has chosen of the live view.
 *
 * @param chosen the place of the chosen queue among all
 * @param paused whether the picture stands still
 * @param help whether the keys are explained
 */
record DashState(int chosen, boolean paused, boolean help) {
  static final DashState BEGIN = new DashState(0, false, false);

  /** What keys do. */
  enum Key {
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    FIRST,
    LAST,
    PAUSE,
    HELP,
    QUIT
  }

  private static final int PAGE = 10;

  /**
   * After a key.
   *
   * @param key not {@link Key#QUIT}
   * @param queues those that there are
   */
  DashState after(Key key, List<QueueInfo> queues) {
    return switch (key) {
      case UP -> choosing(chosen - 1, queues);
      case DOWN -> choosing(chosen + 1, queues);
      case PAGE_UP -> choosing(chosen - PAGE, queues);
      case PAGE_DOWN -> choosing(chosen + PAGE, queues);
      case FIRST -> choosing(0, queues);
      case LAST -> choosing(queues.size() - 1, queues);
      case PAUSE -> new DashState(chosen, !paused, help);
      case HELP -> new DashState(chosen, paused, !help);
      case QUIT -> this;
    };
  }

  /** The same with a chosen queue that is there. */
  DashState within(List<QueueInfo> queues) {
    return choosing(chosen, queues);
  }

  private DashState choosing(int place, List<QueueInfo> queues) {
    return new DashState(Math.max(0, Math.min(place, queues.size() - 1)), paused, help);
  }
}
