package io.kronosq.worker;

import io.kronosq.event.TaskEventListener;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.CancelCause;
import io.kronosq.handler.TaskCancelledException;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.RunningTask;
import io.kronosq.inspect.ServerReport;
import io.kronosq.store.Loop;
import io.kronosq.store.RecoveryPolicy;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.TaskRef;
import io.kronosq.time.TimeSource;
import io.kronosq.worker.ServerSettings.FailureSettings;
import io.kronosq.worker.ServerStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of a server. Its state lives on the store's loop: claims, answers, leases and timers.
 * Handlers run on the executor's threads, and report to the loop when they start and end.
 */
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** After the grace period, how long interrupted handlers may take to end. */
  private static final Duration INTERRUPTED_GRACE = Duration.ofSeconds(1);

  /** How long storing the last outcomes may take. */
  private static final Duration SETTLE_GRACE = Duration.ofSeconds(3);

  private final TaskStore store;
  private final Loop loop;
  private final ServerSettings settings;
  private final TaskRouter router;
  private final PayloadCodec codec;
  private final TimeSource time = TimeSource.system();
  private final OutcomePolicy policy;
  private final RunnerPool runners;
  private final EventDispatcher events;
  private final EventReporter reporter;
  private final ServerReporter reports;
  private final ServerIdentity identity;
  private final Watchdog watchdog;
  private final List<QueueWorker> queues = new ArrayList<>();
  private final Map<QueueWorker, Lease> leases = new HashMap<>();
  private final QueueOrder<QueueWorker> order;
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean endedSoon = new AtomicBoolean();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();

  // Loop only.
  private final Set<TaskRun> lost = new HashSet<>();
  private final Set<TaskRun> stuck = new HashSet<>();
  private final List<TaskStore.Registration> registrations = new ArrayList<>();
  private int freeSlots;
  private boolean pumping;
  private boolean pumpAgain;

  private volatile State state = State.NEW;
  private volatile int busy;
  private volatile int stuckCount;

  private record Ended(QueueWorker queue, TaskRun run) {}

  /**
   * @param store where tasks are
   * @param settings queues, concurrency, times
   * @param router finds handlers
   * @param codec reads payloads, writes results
   * @param executor runs handlers and listeners
   * @param listeners hear of events
   * @param identity who the server is
   */
  public Worker(
      TaskStore store,
      ServerSettings settings,
      TaskRouter router,
      PayloadCodec codec,
      Executor executor,
      List<TaskEventListener> listeners,
      ServerIdentity identity) {
    this.store = store;
    this.identity = identity;
    this.settings = settings;
    this.router = router;
    this.codec = codec;
    loop = store.loop();
    policy = new OutcomePolicy(settings.failures());
    runners = new RunnerPool(executor, loop, new Unstarted());
    events = new EventDispatcher(listeners, executor, settings.eventBuffer());
    OutcomeCounts counts = new OutcomeCounts();
    reporter = new EventReporter(events, counts);
    reports =
        new ServerReporter(
            store.reports(), loop, settings.limits().lease().dividedBy(5), new Reported(), counts);
    watchdog = new Watchdog(loop, time, this::checkLimits);
    freeSlots = settings.concurrency();
    FailureSettings failures = settings.failures();
    RecoveryPolicy recovery =
        new RecoveryPolicy(failures.maxCrashes(), failures.historyLimit(), failures.archive());
    List<QueueOrder.Weighted<QueueWorker>> weighted = new ArrayList<>();
    settings
        .queues()
        .forEach(
            (name, weight) -> {
              QueueWorker queue = new QueueWorker(name, this, store, policy, Lease.newServerId());
              queues.add(queue);
              leases.put(queue, new Lease(store, this, queue, settings.limits().lease(), recovery));
              weighted.add(new QueueOrder.Weighted<>(queue, weight));
            });
    order = settings.strictPriority() ? QueueOrder.strict(weighted) : QueueOrder.weighted(weighted);
  }

  /**
   * Starts to take tasks.
   *
   * @throws IllegalStateException when it was started before
   */
  public void start() {
    synchronized (this) {
      if (state != State.NEW) {
        throw new IllegalStateException(
            "A server starts once; this one is " + state + ". Build another one");
      }
      state = State.RUNNING;
    }
    loop.execute(
        () -> {
          leases.forEach(
              (queue, lease) -> {
                registrations.add(store.onEnqueue(queue.queue(), queue::enqueuedHere));
                lease.join();
              });
          reports.start();
        });
  }

  /** Takes no more tasks. */
  public void quiet() {
    synchronized (this) {
      if (state != State.RUNNING) {
        return;
      }
      state = State.QUIET;
    }
    loop.execute(
        () -> {
          registrations.forEach(TaskStore.Registration::remove);
          queues.forEach(queue -> releaseSlots(queue.giveBackReserved()));
          pump();
        });
  }

  /** Stops as {@code KronosServer.stop} says. */
  public void stop() {
    if (loop.inLoop()) {
      throw new IllegalStateException(
          "A server can't be stopped from its own I/O thread, for which it has to wait");
    }
    quiet();
    synchronized (this) {
      if (state != State.QUIET) {
        state = State.STOPPED;
        return;
      }
    }
    try {
      if (!await(drained, settings.limits().gracePeriod())) {
        loop.execute(() -> allRuns().forEach(run -> cancel(run, CancelCause.SHUTDOWN)));
        if (!await(drained, INTERRUPTED_GRACE)) {
          loop.execute(() -> new ArrayList<>(allRuns()).forEach(this::giveUp));
          if (!await(drained, SETTLE_GRACE)) {
            LOG.warn(
                "Some outcomes could not be stored before the stop; another server recovers their tasks");
          }
        }
      }
      CompletableFuture<Void> left = new CompletableFuture<>();
      loop.execute(() -> leave().whenComplete((done, failure) -> left.complete(null)));
      await(left, INTERRUPTED_GRACE);
      events.flush(INTERRUPTED_GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreException closed) {
      LOG.warn(
          "The store was closed before the server stopped; another server recovers the tasks it held");
    }
    state = State.STOPPED;
  }

  private CompletableFuture<Void> leave() {
    return CompletableFuture.allOf(
        reports.end(),
        CompletableFuture.allOf(
            leases.values().stream()
                .map(lease -> lease.leave().toCompletableFuture())
                .toArray(CompletableFuture[]::new)));
  }

  private static boolean await(CompletableFuture<Void> signal, Duration atMost) {
    try {
      signal.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("This signal never fails", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The server at this moment. */
  public ServerStatus status() {
    return new ServerStatus(
        state,
        settings.concurrency(),
        busy,
        stuckCount,
        events.dropped(),
        reporter.unhandledTypes());
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  boolean isStopped() {
    return state == State.STOPPED;
  }

  TimeSource time() {
    return time;
  }

  EventReporter reporter() {
    return reporter;
  }

  TaskRouter router() {
    return router;
  }

  PayloadCodec codec() {
    return codec;
  }

  /** Runs an action on the loop later, unless the server has stopped by then. */
  void schedule(Duration delay, Runnable action) {
    loop.schedule(
        delay,
        () -> {
          if (state != State.STOPPED) {
            action.run();
          }
        });
  }

  void releaseSlots(int slots) {
    freeSlots += slots;
  }

  /** Hands free slots to queues, and has every queue send what it has. */
  void pump() {
    pumpAgain = true;
    if (pumping || state == State.STOPPED) {
      return;
    }
    pumping = true;
    while (pumpAgain) {
      pumpAgain = false;
      if (isRunning()) {
        assignSlots();
      }
      for (QueueWorker queue : queues) {
        queue.send();
      }
    }
    pumping = false;
    busy = settings.concurrency() - freeSlots;
    if (state == State.QUIET
        && !drained.isDone()
        && queues.stream().allMatch(QueueWorker::isDrained)) {
      drained.complete(null);
    }
  }

  private void assignSlots() {
    while (freeSlots > 0) {
      QueueWorker next = order.next(QueueWorker::wantsSlot);
      if (next == null) {
        return;
      }
      freeSlots--;
      next.reserve();
    }
  }

  /** Runs claimed tasks, each of which has a slot. */
  void start(List<TaskRun> runs) {
    if (isRunning()) {
      runners.submit(runs);
    } else {
      runs.forEach(this::giveBack);
    }
  }

  private void giveBack(TaskRun run) {
    run.cancel(CancelCause.SHUTDOWN);
    giveUp(run);
  }

  /** A server that stops does not wait for threads: its tasks go back to their queue. */
  private final class Unstarted implements RunnerPool.Host {
    @Override
    public boolean mayWait() {
      return isRunning();
    }

    @Override
    public void giveBack(TaskRun run) {
      Worker.this.giveBack(run);
    }
  }

  void leaseLost(QueueWorker queue) {
    LOG.warn(
        "Server {} lost its lease for queue {}, so others may run its tasks; its handlers are interrupted",
        queue.server(),
        queue.queue());
    List<TaskRun> runs = queue.leaseLost(Lease.newServerId());
    lost.addAll(runs);
    watchStuck(runs);
    if (isRunning()) {
      lease(queue).join();
    }
    pump();
  }

  private Lease lease(QueueWorker queue) {
    Lease lease = leases.get(queue);
    if (lease == null) {
      throw new IllegalStateException("Every queue has a lease");
    }
    return lease;
  }

  void cancel(TaskRun run, CancelCause cause) {
    if (run.cancel(cause)) {
      watchStuck(List.of(run));
    }
  }

  private void watchStuck(Collection<TaskRun> runs) {
    if (!runs.isEmpty()) {
      watchdog.watch(time.nanos() + settings.limits().stuckAfter().toNanos());
    }
  }

  /** On the handler's thread. */
  void runStarted(TaskRun run, String server) {
    TaskRun.Limit limit = run.limit();
    if (limit != null) {
      watchdog.watch(limit.at());
    }
    reporter.tell(TaskEventType.STARTED, run, server);
  }

  /** On the handler's thread. */
  void runEnded(QueueWorker queue, TaskRun run) {
    ended.add(new Ended(queue, run));
    if (!endedSoon.get() && endedSoon.compareAndSet(false, true)) {
      try {
        loop.execute(this::processEnded);
      } catch (StoreException closed) {
        LOG.warn(
            "The store was closed before the outcome of task {} was stored; it will be run again",
            run.id());
      }
    }
  }

  private void processEnded() {
    endedSoon.set(false);
    for (Ended next = ended.poll(); next != null; next = ended.poll()) {
      TaskRun run = next.run();
      if (stuck.remove(run)) {
        stuckCount = stuck.size();
        LOG.info("The stuck handler of task {} has ended; its outcome is ignored", run.id());
      } else {
        lost.remove(run);
        releaseSlots(1);
        next.queue().settle(run);
      }
    }
    pump();
  }

  private Collection<TaskRun> allRuns() {
    List<TaskRun> runs = new ArrayList<>(lost);
    queues.forEach(queue -> runs.addAll(queue.held()));
    return runs;
  }

  /** Cancels what is over its limit, gives up on what ignores its cancellation. */
  private long checkLimits(long now) {
    long stuckAfter = settings.limits().stuckAfter().toNanos();
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
  private void giveUp(TaskRun run) {
    boolean running = run.isRunning();
    if (!run.abandon()) {
      return;
    }
    if (running) {
      stuck.add(run);
      stuckCount = stuck.size();
      LOG.warn(
          "The handler of task {} ({}) ignores its cancellation ({}); its slot is given to others, its thread is not",
          run.id(),
          EventReporter.typeOf(run),
          run.cancelCause());
      reporter.tell(TaskEventType.STUCK, run, run.server());
    }
    CancelCause cause = run.cancelCause();
    run.outcome(
        cause == null || cause == CancelCause.SHUTDOWN
            ? new Outcome(Outcome.Kind.RETURNED, new Transition.Return(run.id()), null)
            : policy.decide(
                run,
                new TaskCancelledException("The handler did not end when it was cancelled", cause),
                run.options()));
    lost.remove(run);
    releaseSlots(1);
    queues.forEach(queue -> queue.settle(run));
    pump();
  }

  /** What inspectors are told. */
  private final class Reported implements ServerReporter.Source {
    @Override
    public ServerReport report() {
      Map<String, String> identities = new HashMap<>();
      queues.forEach(queue -> identities.put(queue.queue(), queue.server()));
      List<RunningTask> running =
          allRuns().stream()
              .filter(TaskRun::isRunning)
              .map(
                  run ->
                      new RunningTask(
                          new TaskRef(run.queue(), run.id()),
                          EventReporter.typeOf(run),
                          run.runningSince()))
              .sorted(Comparator.comparing(RunningTask::since))
              .limit(ServerReport.MAX_RUNNING)
              .toList();
      return new ServerReport(
          identity.id(),
          identity.name(),
          identity.host(),
          identity.pid(),
          identity.version(),
          identity.startedAt(),
          state == State.QUIET,
          settings.concurrency(),
          busy,
          settings.queues(),
          identities,
          running);
    }

    @Override
    public Instant now() {
      return queues.get(0).now();
    }
  }
}
