package io.kronosq.worker;

import io.kronosq.store.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on threads of the executor, which are taken only while there is work. A thread goes on
 * with the next task itself, and asks for a further thread, one at a time, while tasks still wait:
 * so handlers that block get a thread each, and handlers that are quick share a few.
 */
final class RunnerPool {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerPool.class);
  private static final Duration REJECTED_RETRY = Duration.ofMillis(100);

  private final Executor executor;
  private final Loop loop;
  private final Host host;
  private final Queue<TaskRun> ready = new ConcurrentLinkedQueue<>();
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

  private void startRunner() {
    if (!ready.isEmpty() && !starting.get() && starting.compareAndSet(false, true)) {
      try {
        executor.execute(this::work);
        rejected = false;
      } catch (RejectedExecutionException e) {
        starting.set(false);
        if (!rejected) {
          rejected = true;
          LOG.warn(
              "The executor has no thread for {} waiting tasks; it is asked every {} ms",
              ready.size(),
              REJECTED_RETRY.toMillis());
        }
        loop.execute(this::afterRejection);
      }
    }
  }

  private void afterRejection() {
    if (host.mayWait()) {
      loop.schedule(REJECTED_RETRY, this::startRunner);
      return;
    }
    for (TaskRun run = ready.poll(); run != null; run = ready.poll()) {
      host.giveBack(run);
    }
  }

  private void work() {
    starting.set(false);
    for (TaskRun run = ready.poll(); run != null; run = ready.poll()) {
      startRunner();
      run.run();
    }
  }
}
