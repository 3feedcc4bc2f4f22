package io.kronosq.diagnose;

import io.kronosq.Inspector;
import io.kronosq.inspect.RedisInfo;
import io.kronosq.store.Answers;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Looks for what is wrong with Redis, queues, servers, schedules and tasks. A look asks Redis a
 * bounded number of questions for each queue and server, and never one that grows with the tasks.
 * Safe for use by many threads.
 */
public final class Diagnosis {
  private static final Comparator<Finding> MOST_URGENT_FIRST =
      Comparator.comparing(Finding::severity)
          .reversed()
          .thenComparing(Finding::code)
          .thenComparing(Finding::subject);

  private final TaskStore store;
  private final Inspector inspector;
  private final TimeSource time;

  private Diagnosis(TaskStore store, TimeSource time) {
    this.store = store;
    this.time = time;
    inspector = Inspector.of(store);
  }

  /**
   * A diagnosis of what is in a store.
   *
   * @param store an open store; it stays open
   */
  public static Diagnosis of(TaskStore store) {
    return of(store, TimeSource.system());
  }

  static Diagnosis of(TaskStore store, TimeSource time) {
    return new Diagnosis(store, time);
  }

  /**
   * What is wrong at this moment, the most urgent first. A Redis that can't be asked is what is
   * told then.
   */
  public List<Finding> findings() {
    try {
      Look look = look();
      List<Finding> findings = new ArrayList<>(RedisRules.of(look));
      findings.addAll(QueueRules.of(look));
      findings.addAll(TaskRules.of(inspector, look));
      findings.addAll(TrendRules.of(inspector, look));
      findings.sort(MOST_URGENT_FIRST);
      return List.copyOf(findings);
    } catch (StoreException e) {
      return List.of(unreachable(e));
    }
  }

  private Look look() {
    RedisInfo redis = inspector.redis();
    long begun = time.nanos();
    Instant now = Answers.await(store.schedules().watch()).now();
    Duration roundTrip = Duration.ofNanos(time.nanos() - begun);
    Duration skew = Duration.between(now, time.now().minus(roundTrip.dividedBy(2)));
    return new Look(
        now,
        skew,
        roundTrip,
        redis,
        inspector.queues(),
        inspector.servers(),
        inspector.schedules().list());
  }

  private static Finding unreachable(StoreException failure) {
    String reason = String.valueOf(failure.getMessage());
    return new Finding(
        FindingCode.REDIS_UNREACHABLE,
        SubjectKind.REDIS,
        "",
        "Redis can't be asked: " + reason,
        "Bring Redis back, or correct the address, user or password; tasks wait, and workers go on"
            + " by themselves",
        Map.of("kind", failure.kind().name(), "reason", reason));
  }
}
