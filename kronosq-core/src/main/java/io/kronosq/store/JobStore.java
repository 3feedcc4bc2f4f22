package io.kronosq.store;

import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.TaskAction;
import io.kronosq.task.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bulk jobs: what they are to do, who is at it, and how far they have come. Answers as {@link
 * TaskStore} does.
 */
public interface JobStore {
  /** How long a job is kept after its end. */
  Duration KEPT = Duration.ofDays(7);

  /** Most jobs that are kept, but for those that are open. */
  int MOST = 200;

  /**
   * Keeps a new job.
   *
   * @param id never used before
   * @param plan what it does
   * @param progress how far it has come already
   * @param done whether nothing is left to do; else it waits for a runner
   */
  CompletionStage<Void> create(String id, JobPlan plan, BulkProgress progress, boolean done);

  /** The jobs, the latest first. */
  CompletionStage<List<BulkJob>> jobs();

  /** The jobs that are open; {@value #MOST} at most. */
  CompletionStage<List<BulkJob>> open();

  /**
   * A job.
   *
   * @param id its identity
   */
  CompletionStage<Optional<BulkJob>> job(String id);

  /**
   * What a job was asked to do.
   *
   * @param id its identity
   */
  CompletionStage<Optional<JobPlan>> plan(String id);

  /**
   * Some jobs that wait, or whose runner did not renew its lease in time; the first before others.
   */
  CompletionStage<List<String>> waiting();

  /**
   * Takes a job, if it still waits.
   *
   * @param id its identity
   * @param runner who takes it; an identity used for nothing else
   * @param lease how long it holds unless renewed
   * @return whether it was taken
   */
  CompletionStage<Boolean> take(String id, String runner, Duration lease);

  /**
   * Stores how far a job has come, as long as it is the runner's, even when it was stopped.
   *
   * @param id its identity
   * @param runner who has it
   * @param progress how far it has come
   * @param next how it stands now
   * @return whether the runner has it still, and it was not stopped; only then {@code next} was
   *     stored
   */
  CompletionStage<Boolean> save(String id, String runner, BulkProgress progress, Next next);

  /**
   * How a job goes on.
   *
   * @param status RUNNING to renew the lease, QUEUED to give it back, or how it ended
   * @param lease how long the lease holds from now on
   * @param error why it failed; null unless it did
   */
  record Next(BulkJob.Status status, Duration lease, @Nullable String error) {}

  /**
   * Stops a job, unless it has ended.
   *
   * @param id its identity
   * @return whether it was stopped
   */
  CompletionStage<Boolean> cancel(String id);

  /**
   * Has a job go on that was stopped, or failed.
   *
   * @param id its identity
   * @return whether it will
   */
  CompletionStage<Boolean> resume(String id);

  /**
   * Forgets a job, unless it is open.
   *
   * @param id its identity
   * @return whether it is gone
   */
  CompletionStage<Boolean> remove(String id);

  /**
   * How far a job has come in a partition.
   *
   * @param partition one of the job's plan
   * @param id the job's identity
   */
  CompletionStage<Passed> passed(String partition, String id);

  /**
   * Does a portion of a job, counts it, and passes it, in one step; unless it was passed already.
   *
   * @param partition one of the job's plan
   * @param id the job's identity
   * @param portion what to do
   * @return how far the job has come with it; empty when that portion is not the next one
   */
  CompletionStage<Optional<Passed>> pass(String partition, String id, Portion portion);

  /**
   * Forgets how far a job has come in a partition, once it has ended for good.
   *
   * @param partition one of the job's plan
   * @param id the job's identity
   */
  CompletionStage<Void> forget(String partition, String id);

  /**
   * Entries of a state that a job goes through in one step.
   *
   * @param from the place of the entry before the first one; null for the beginning
   * @param to the place of the last one; {@link #END} when nothing is left behind it
   * @param scanned how many entries they are
   * @param matched ids of the tasks that are meant, at most {@value TaskStore#MAX_BATCH}
   * @param state where those tasks must stand
   * @param action what is done to them; null when they are only counted
   */
  record Portion(
      @Nullable String from,
      String to,
      int scanned,
      List<String> matched,
      TaskState state,
      @Nullable TaskAction action) {
    /** Stands for the place of the last entry of all; no entry has it. */
    public static final String END = "$";

    /** Copies the list. */
    public Portion {
      matched = List.copyOf(matched);
    }

    /** The same, with nothing left behind it. */
    public Portion asLast() {
      return new Portion(from, END, scanned, matched, state, action);
    }
  }

  /**
   * How far a job has come in a partition.
   *
   * @param at the {@link Portion#to} of the last portion that was passed; null at the beginning
   * @param scanned entries looked at
   * @param matched tasks that are meant
   * @param changed tasks to which it was done
   * @param refused tasks that had gone elsewhere
   */
  record Passed(@Nullable String at, long scanned, long matched, long changed, long refused) {}
}
