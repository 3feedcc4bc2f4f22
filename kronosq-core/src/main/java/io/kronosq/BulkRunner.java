package io.kronosq;

import static io.kronosq.store.Answers.await;

import com.github.f4b6a3.ulid.Ulid;
import io.kronosq.store.JobPlan;
import io.kronosq.store.JobStore;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.KronosException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does bulk jobs, one at a time, on a thread of its own. Any number of processes may have one: each
 * job is done by one of them, and when that dies another one goes on from where it was, after about
 * ten seconds.
 */
public final class BulkRunner implements AutoCloseable {
  /** How long a job waits for a runner that has died. */
  static final Duration LEASE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(BulkRunner.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final TaskStore store;
  private final JobStore jobs;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private boolean failing;

  private BulkRunner(TaskStore store, ThreadFactory threads) {
    this.store = store;
    jobs = store.jobs();
    thread = threads.newThread(this::work);
  }

  /**
   * Starts a runner on a daemon thread.
   *
   * @param store an open store, which stays open
   */
  public static BulkRunner start(TaskStore store) {
    return start(
        store,
        work -> {
          Thread thread = new Thread(work, "kronosq-bulk");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Starts a runner.
   *
   * @param store an open store, which stays open
   * @param threads makes its one thread
   */
  public static BulkRunner start(TaskStore store, ThreadFactory threads) {
    BulkRunner runner = new BulkRunner(store, threads);
    runner.thread.start();
    return runner;
  }

  /** Has it look for jobs now rather than within a second. */
  public void wake() {
    wake.release();
  }

  /** Gives back the job that it is at, for others to go on, and ends; within a few seconds. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    while (!closed) {
      try {
        if (!workOnOne()) {
          pause();
        }
        failing = false;
      } catch (KronosException e) {
        // The job is taken up again once its lease has ended, by this runner or another one.
        told(e);
        pause();
      }
    }
  }

  private void told(KronosException failure) {
    if (!failing && !closed) {
      LOG.warn("Bulk jobs wait: {}", failure.getMessage());
    }
    failing = true;
  }

  private void pause() {
    try {
      if (wake.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Answers whether there was something to do. */
  private boolean workOnOne() {
    for (String id : await(jobs.waiting())) {
      String runner = Ulid.fast().toString();
      if (await(jobs.take(id, runner, LEASE))) {
        JobPlan plan = await(jobs.plan(id)).orElse(null);
        if (plan != null) {
          run(new BulkRun(store, id, runner, plan));
        }
        return true;
      }
    }
    return false;
  }

  private void run(BulkRun run) {
    try {
      run.toItsEnd(() -> closed);
    } catch (KronosException e) {
      if (e instanceof StoreException failure && failure.kind() != StoreException.Kind.REFUSED) {
        throw failure;
      }
      LOG.warn("Bulk job {} failed: {}", run.id(), e.getMessage());
      run.fail(e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Bulk job {} failed", run.id(), e);
      run.fail(e.toString());
    }
  }
}
