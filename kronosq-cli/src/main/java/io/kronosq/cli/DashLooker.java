package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.diagnose.Diagnosis;
import io.kronosq.diagnose.Finding;
import io.kronosq.inspect.QueueHistory;
import io.kronosq.store.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Looks at everything, and at what changes slowly less often. One thread uses it. */
final class DashLooker {
  /** Minutes of history that are shown. */
  static final int MINUTES = 60;

  private static final Duration SLOW = Duration.ofSeconds(10);

  private final Inspector inspector;
  private final Kept<List<Finding>> findings;
  private final Map<String, Kept<List<Long>>> done = new HashMap<>();

  DashLooker(TaskStore store) {
    inspector = Inspector.of(store);
    Diagnosis diagnosis = Diagnosis.of(store);
    findings = new Kept<>(() -> worstFirst(diagnosis.findings()));
  }

  /**
   * Looks now.
   *
   * @param watched the queues whose history is wanted
   */
  DashPicture look(List<String> watched) {
    done.keySet().retainAll(watched);
    return new DashPicture(
        Instant.now(),
        inspector.queues(),
        inspector.servers(),
        findings.value(),
        watched.stream()
            .collect(
                Collectors.toMap(
                    name -> name,
                    name ->
                        done.computeIfAbsent(
                                name, it -> new Kept<>(() -> minutes(inspector.history(it))))
                            .value())));
  }

  private static List<Finding> worstFirst(List<Finding> findings) {
    return findings.stream().sorted(Comparator.comparing(Finding::severity).reversed()).toList();
  }

  private static List<Long> minutes(QueueHistory history) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    Map<Instant, Long> succeeded =
        history.minutes().stream()
            .collect(
                Collectors.toMap(
                    QueueHistory.Slice::start, slice -> slice.counts().succeeded(), Long::sum));
    return LongStream.rangeClosed(1, MINUTES)
        .mapToObj(minute -> now.minus(MINUTES - minute, ChronoUnit.MINUTES))
        .map(minute -> succeeded.getOrDefault(minute, 0L))
        .toList();
  }

  /** A value that is asked for anew when it is old. */
  private static final class Kept<T> {
    private final Supplier<T> source;
    private @Nullable T value;
    private long askedAt;

    Kept(Supplier<T> source) {
      this.source = source;
    }

    T value() {
      T known = value;
      if (known == null || System.nanoTime() - askedAt > SLOW.toNanos()) {
        known = source.get();
        value = known;
        askedAt = System.nanoTime();
      }
      return known;
    }
  }
}
