package io.kronosq.worker;

import io.kronosq.event.TaskEventType;
import io.kronosq.handler.CancelCause;
import io.kronosq.handler.TaskCancelledException;
import io.kronosq.store.Transition;
import io.kronosq.task.TaskRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels runs that are over their limit, and gives up on handlers that ignore it. On the loop
 * only, but for {@link #started} and {@link #stuck}.
 */
final class RunSupervisor {
  private static final Logger LOG = LoggerFactory.getLogger(RunSupervisor.class);

  private final Worker worker;
  private final long stuckAfter;
  private final Watchdog watchdog;

  /** Running still, under an identity that is lost. */
  private final Set<TaskRun> lost = new HashSet<>();

  /** Since when, by elapsed time in ns. */
  private final Map<TaskRun, Long> stuck = new HashMap<>();

  private volatile int stuckCount;

  RunSupervisor(Worker worker) {
    this.worker = worker;
    stuckAfter = worker.settings().limits().stuckAfter().toNanos();
    watchdog = new Watchdog(worker.store().loop(), worker.time(), this::checkLimits);
  }

  /** How many handlers ignore their cancellation. */
  int stuck() {
    return stuckCount;
  }

  /** The handlers that ignore their cancellation, the oldest first. */
  List<ServerActivity.StuckHandler> stuckHandlers() {
    long now = worker.time().nanos();
    return stuck.entrySet().stream()
        .map(entry -> stuckHandler(entry.getKey(), Duration.ofNanos(now - entry.getValue())))
        .sorted(Comparator.comparing(ServerActivity.StuckHandler::stuck).reversed())
        .toList();
  }

  private static ServerActivity.StuckHandler stuckHandler(TaskRun run, Duration since) {
    CancelCause cause = run.cancelCause();
    Duration running = run.runtime();
    return new ServerActivity.StuckHandler(
        new TaskRef(run.queue(), run.id()),
        EventReporter.typeOf(run),
        // Only what was cancelled is given up while it runs.
        cause == null ? CancelCause.SHUTDOWN : cause,
        running == null ? since : running,
        since,
        run.threadName());
  }

  /** Those that have a slot. */
  Collection<TaskRun> allRuns() {
    List<TaskRun> runs = new ArrayList<>(lost);
    worker.partitions().forEach(partition -> runs.addAll(partition.held()));
    return runs;
  }

  /** On the handler's thread. */
  void started(TaskRun run) {
    TaskRun.Limit limit = run.limit();
    if (limit != null) {
      watchdog.watch(limit.at());
    }
  }

  /**
   * The handler of a run has ended.
   *
   * @return whether the run has a slot still, and an outcome that counts
   */
  boolean ended(TaskRun run) {
    if (stuck.remove(run) != null) {
      stuckCount = stuck.size();
      LOG.info("The stuck handler of task {} has ended; its outcome is ignored", run.id());
      return false;
    }
    lost.remove(run);
    return true;
  }

  /** The identity under which these are running is lost; they were cancelled. */
  void leaseLost(List<TaskRun> runs) {
    lost.addAll(runs);
    watchStuck(runs);
  }

  void cancel(TaskRun run, CancelCause cause) {
    if (run.cancel(cause)) {
      watchStuck(List.of(run));
    }
  }

  private void watchStuck(Collection<TaskRun> runs) {
    if (!runs.isEmpty()) {
      watchdog.watch(worker.time().nanos() + stuckAfter);
    }
  }

  private long checkLimits(long now) {
    long next = Long.MAX_VALUE;
    for (TaskRun run : allRuns()) {
      TaskRun.Limit limit = run.limit();
      if (run.isRunning()) {
        if (!run.isCancelled() && limit != null && limit.at() - now <= 0) {
          run.cancel(limit.cause());
        }
        if (run.isCancelled() && run.cancelledAt() + stuckAfter - now <= 0) {
          giveUp(run);
        } else {
          long due =
              run.isCancelled()
                  ? run.cancelledAt() + stuckAfter
                  : limit == null ? Long.MAX_VALUE : limit.at();
          next = Math.min(next, due);
        }
      }
    }
    return next;
  }

  /** Settles a run whose handler does not end, or never began, and gives its slot to others. */
  void giveUp(TaskRun run) {
    boolean running = run.isRunning();
    if (!run.abandon()) {
      return;
    }
    if (running) {
      stuck.put(run, worker.time().nanos());
      stuckCount = stuck.size();
      LOG.warn(
          "The handler of task {} ({}) ignores its cancellation ({}); its slot is given to others, {}",
          run.id(),
          EventReporter.typeOf(run),
          run.cancelCause(),
          run.holdsThread() ? "its thread is not" : "though its stage is not complete");
      worker.reporter().tell(TaskEventType.STUCK, run, run.server());
    }
    CancelCause cause = run.cancelCause();
    run.outcome(
        cause == null || cause == CancelCause.SHUTDOWN
            ? new Outcome(Outcome.Kind.RETURNED, new Transition.Return(run.id()), null)
            : worker
                .policy()
                .decide(
                    run,
                    new TaskCancelledException(
                        "The handler did not end when it was cancelled", cause),
                    run.options()));
    lost.remove(run);
    worker.slots(run.queue()).ended();
    worker.partitions().forEach(partition -> partition.settle(run));
    worker.pump();
  }
}
