package io.kronosq.worker;

import io.kronosq.inspect.LimitSettings;
import io.kronosq.store.ArchiveLimits;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a worker server.
 *
 * @param queues queue names and their weights, 1 or more; in the order given
 * @param queueConcurrency how many handlers of a queue run at a time at most, 1 or more, for queues
 *     that have a limit of their own
 * @param queueLimits the limits that the server brings along for queues and their keys
 * @param strictPriority whether a queue is served only while all of greater weight are empty
 * @param concurrency how many handlers run at a time, 1 or more; at first, with auto-scaling
 * @param autoScale how that number is adapted to the load; null for not at all
 * @param limits times of leases, stopping and stuck handlers
 * @param failures what happens to tasks that fail
 * @param eventBuffer events that wait for listeners at most, 1 or more
 */
public record ServerSettings(
    Map<String, Integer> queues,
    Map<String, Integer> queueConcurrency,
    Map<String, LimitSettings> queueLimits,
    boolean strictPriority,
    int concurrency,
    @Nullable AutoScale autoScale,
    TimeLimits limits,
    FailureSettings failures,
    int eventBuffer) {

  /**
   * Times.
   *
   * @param lease how long a silent server is taken for alive
   * @param gracePeriod how long running handlers may go on when the server stops
   * @param stuckAfter how long a cancelled handler may go on before its slot is given to others
   */
  public record TimeLimits(Duration lease, Duration gracePeriod, Duration stuckAfter) {
    /** 15 s, 10 s, 10 s. */
    public static final TimeLimits DEFAULT =
        new TimeLimits(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(10));

    /** Checks the parts. */
    public TimeLimits {
      atLeast("lease", lease, 1_000);
      atLeast("gracePeriod", gracePeriod, 0);
      atLeast("stuckAfter", stuckAfter, 0);
    }

    private static void atLeast(String what, Duration value, long millis) {
      if (value.toMillis() < millis) {
        throw new IllegalArgumentException(
            what + " must be at least " + millis + " ms, not " + value);
      }
    }
  }

  /**
   * What happens to tasks that fail.
   *
   * @param maxCrashes a task whose server died this often is archived as poison, 1 or more
   * @param historyLimit attempts kept in a task's log, 1 or more
   * @param archive the archive's limits
   * @param unknownTypeDelay how long a task of a type that this server doesn't know stays out of
   *     its way
   */
  public record FailureSettings(
      int maxCrashes, int historyLimit, ArchiveLimits archive, Duration unknownTypeDelay) {
    /** 3 crashes, 10 attempts, {@link ArchiveLimits#DEFAULT}, 2 s. */
    public static final FailureSettings DEFAULT =
        new FailureSettings(3, 10, ArchiveLimits.DEFAULT, Duration.ofSeconds(2));

    /** Checks the parts. */
    public FailureSettings {
      if (maxCrashes < 1 || historyLimit < 1) {
        throw new IllegalArgumentException(
            "maxCrashes and historyLimit must be 1 or more, not "
                + maxCrashes
                + " and "
                + historyLimit);
      }
    }
  }
}
