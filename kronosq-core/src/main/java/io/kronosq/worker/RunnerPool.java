package io.kronosq.worker;

import io.kronosq.store.Loop;
import io.kronosq.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on threads of the executor, which are taken only while there is work. A thread goes on
 * with the next task itself, and asks for a further thread, one at a time, while tasks still wait:
 * so handlers that block get a thread each, and handlers that are quick share a few.
 *
 * <p>As an executor it runs what goes on with tasks that were started: before tasks that were not,
 * and on the calling thread or the loop where there are no threads any more.
 */
final class RunnerPool implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerPool.class);
  private static final Duration REJECTED_RETRY = Duration.ofMillis(100);

  private final Executor executor;
  private final Loop loop;
  private final Host host;
  private final Queue<TaskRun> ready = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> resumed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean starting = new AtomicBoolean();
  private volatile boolean rejected;

  RunnerPool(Executor executor, Loop loop, Host host) {
    this.executor = executor;
    this.loop = loop;
    this.host = host;
  }

  /** What becomes of tasks for which the executor has no thread. On the loop. */
  interface Host {
    /** Whether they may wait for one. */
    boolean mayWait();

    /** Takes one back that may not. */
    void giveBack(TaskRun run);
  }

  void submit(List<TaskRun> runs) {
    ready.addAll(runs);
    startRunner();
  }

  @Override
  public void execute(Runnable action) {
    resumed.add(() -> guarded(action));
    startRunner();
  }

  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.warn("What a handler left to be done failed", e);
    }
  }

  private void runResumed() {
    for (Runnable action = resumed.poll(); action != null; action = resumed.poll()) {
      action.run();
    }
  }

  private boolean isIdle() {
    return ready.isEmpty() && resumed.isEmpty();
  }

  private void startRunner() {
    if (!isIdle() && !starting.get() && starting.compareAndSet(false, true)) {
      try {
        executor.execute(this::work);
        rejected = false;
      } catch (RejectedExecutionException e) {
        if (!rejected) {
          rejected = true;
          LOG.warn(
              "The executor has no thread for {} waiting tasks; it is asked every {} ms",
              ready.size() + resumed.size(),
              REJECTED_RETRY.toMillis());
        }
        checkRejection();
      }
    }
  }

  private void checkRejection() {
    try {
      loop.execute(this::afterRejection);
    } catch (StoreException closed) {
      starting.set(false);
      runResumed();
    }
  }

  private void afterRejection() {
    if (host.mayWait()) {
      loop.schedule(REJECTED_RETRY, this::retry);
      return;
    }
    starting.set(false);
    runResumed();
    for (TaskRun run = ready.poll(); run != null; run = ready.poll()) {
      host.giveBack(run);
    }
  }

  private void retry() {
    starting.set(false);
    startRunner();
  }

  private void work() {
    starting.set(false);
    for (Runnable next = next(); next != null; next = next()) {
      startRunner();
      next.run();
    }
  }

  private @Nullable Runnable next() {
    Runnable action = resumed.poll();
    return action == null ? ready.poll() : action;
  }
}
