package io.kronosq.notify;

import io.kronosq.event.TaskEvent;
import io.kronosq.task.TaskError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts events of a group. Its size does not depend on how many there are. */
final class Tally {
  static final String OTHER_ERRORS = "other errors";

  private static final int MAX_SAMPLES = 5;
  private static final int MAX_ERRORS = 10;
  private static final int MAX_QUEUES = 5;

  private final Map<String, Errors> errors = new LinkedHashMap<>();
  private final Set<String> queues = new LinkedHashSet<>();
  private final List<TaskEvent> samples = new ArrayList<>();
  private long count;
  private @Nullable Instant last;

  private static final class Errors {
    private final String message;
    private long count;

    Errors(String message) {
      this.message = message;
    }
  }

  void add(TaskEvent event) {
    count++;
    last = event.at();
    if (samples.size() < MAX_SAMPLES) {
      samples.add(event);
    }
    if (queues.size() < MAX_QUEUES) {
      queues.add(event.queue());
    }
    TaskError error = event.error();
    if (error != null) {
      boolean known = errors.containsKey(error.className()) || errors.size() < MAX_ERRORS;
      errors.computeIfAbsent(
              known ? error.className() : OTHER_ERRORS, name -> new Errors(error.message()))
          .count++;
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  GroupCount of(Group group) {
    Instant first = samples.get(0).at();
    Duration span = Duration.between(first, last == null ? first : last);
    return new GroupCount(
        group,
        count,
        errors.entrySet().stream()
            .map(e -> new ErrorCount(e.getKey(), e.getValue().count, e.getValue().message))
            .sorted(Comparator.comparingLong(ErrorCount::count).reversed())
            .toList(),
        List.copyOf(queues),
        List.copyOf(samples),
        span.isNegative() ? Duration.ZERO : span);
  }
}
