package io.kronosq;

import static io.kronosq.store.Answers.await;

import io.kronosq.inspect.BulkJob.Status;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.JobPlan;
import io.kronosq.store.JobStore;
import io.kronosq.store.JobStore.Next;
import io.kronosq.store.JobStore.Passed;
import io.kronosq.store.JobStore.Portion;
import io.kronosq.store.TaskStore;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What one runner does of a bulk job. One thread uses it. */
final class BulkRun {
  private static final Duration SAVE_EVERY = Duration.ofMillis(250);

  private final JobStore jobs;
  private final String id;
  private final String runner;
  private final JobPlan plan;
  private final TaskScan scan;
  private final TimeSource time = TimeSource.system();
  private final Map<String, Passed> passed = new LinkedHashMap<>();
  private long savedAt;

  /**
   * @param runner who has the job's lease
   */
  BulkRun(TaskStore store, String id, String runner, JobPlan plan) {
    jobs = store.jobs();
    this.id = id;
    this.runner = runner;
    this.plan = plan;
    BulkRequest request = plan.request();
    scan = new TaskScan(store, request.query(), request.dryRun() ? null : request.action());
    savedAt = time.nanos();
  }

  String id() {
    return id;
  }

  /**
   * Goes on until the job has ended, was stopped or went to another runner; or gives it back.
   *
   * @param givingBack whether to do so, asked after each portion
   */
  void toItsEnd(BooleanSupplier givingBack) {
    for (String partition : plan.partitions().keySet()) {
      passed.put(partition, await(jobs.passed(partition, id)));
    }
    for (Map.Entry<String, Extent> partition : plan.partitions().entrySet()) {
      if (!passes(partition.getKey(), partition.getValue(), givingBack)) {
        return;
      }
    }
    if (save(Status.DONE, null)) {
      plan.partitions().keySet().forEach(partition -> await(jobs.forget(partition, id)));
    }
  }

  void fail(@Nullable String error) {
    save(Status.FAILED, error);
  }

  /** Goes through a partition; answers whether the job goes on with this runner. */
  private boolean passes(String partition, Extent extent, BooleanSupplier givingBack) {
    while (true) {
      Passed before = passed(partition);
      List<Portion> portions = scan.next(partition, extent, before.at(), before.scanned());
      if (portions.isEmpty()) {
        return true;
      }
      for (Portion portion : portions) {
        if (givingBack.getAsBoolean()) {
          save(Status.QUEUED, null);
          return false;
        }
        Optional<Passed> after = await(jobs.pass(partition, id, portion));
        boolean beyond = after.isEmpty();
        passed.put(partition, after.orElseGet(() -> await(jobs.passed(partition, id))));
        if ((beyond || time.nanos() - savedAt > SAVE_EVERY.toNanos())
            && !save(Status.RUNNING, null)) {
          return false;
        }
        if (beyond) {
          // An earlier call whose answer was lost had been done, or there is another runner.
          break;
        }
      }
    }
  }

  private Passed passed(String partition) {
    Passed known = passed.get(partition);
    if (known == null) {
      throw new IllegalStateException(partition + " is not of this job");
    }
    return known;
  }

  private boolean save(Status status, @Nullable String error) {
    savedAt = time.nanos();
    return await(jobs.save(id, runner, progress(), new Next(status, BulkRunner.LEASE, error)));
  }

  private BulkProgress progress() {
    return new BulkProgress(
        plan.total(),
        sum(Passed::scanned),
        sum(Passed::matched),
        sum(Passed::changed),
        sum(Passed::refused),
        false);
  }

  private long sum(ToLongFunction<Passed> number) {
    return passed.values().stream().mapToLong(number).sum();
  }
}
