package io.kronosq.worker;

import io.kronosq.feed.FeedWriter;
import io.kronosq.handler.CancelCause;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.store.Loop;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.time.TimeSource;
import io.kronosq.worker.ServerStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
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
  private final BroughtLimits limits;
  private final Handling handling;
  private final TimeSource time = TimeSource.system();
  private final OutcomePolicy policy;
  private final RunnerPool runners;
  private final RunSupervisor supervisor;
  private final FeedWriter feed;
  private final EventDispatcher events;
  private final EventReporter reporter;
  private final ServerReporter reports;
  private final ActivityReport activity = new ActivityReport(this);
  private final Slots slots;
  private final Scaler scaler;
  private final Operator operator;
  private final List<ServedQueue> queues = new ArrayList<>();
  private final QueueOrder<ServedQueue> order;
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean endedSoon = new AtomicBoolean();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();

  // Loop only.
  private boolean pumping;
  private boolean pumpAgain;

  private volatile State state = State.NEW;
  private volatile Runnable stopOrdered = this::stop;

  private record Ended(QueueWorker partition, TaskRun run) {}

  /**
   * @param store where tasks are
   * @param settings queues, concurrency, times
   * @param handling how tasks are handed to handlers
   * @param executor runs handlers and listeners
   * @param listeners hear of events
   * @param identity who the server is
   */
  public Worker(
      TaskStore store,
      ServerSettings settings,
      Handling handling,
      Executor executor,
      EventListeners listeners,
      ServerIdentity identity) {
    this.store = store;
    this.settings = settings;
    limits = new BroughtLimits(store, this);
    this.handling = handling;
    loop = store.loop();
    policy = new OutcomePolicy(settings.failures());
    slots = new Slots(settings.concurrency());
    scaler = new Scaler(this, slots, identity, settings.autoScale());
    operator = new Operator(this, slots, scaler, identity);
    runners = new RunnerPool(executor, loop, new Unstarted());
    supervisor = new RunSupervisor(this);
    feed = new FeedWriter(store.feed(), loop);
    events =
        new EventDispatcher(listeners, feed, executor, settings.eventBuffer(), store.metrics());
    OutcomeCounts counts = new OutcomeCounts();
    reporter = new EventReporter(events, counts, store.metrics());
    reports =
        new ServerReporter(
            store.reports(),
            loop,
            settings.limits().lease().dividedBy(5),
            new ReportedServer(this, identity),
            counts);
    List<QueueOrder.Weighted<ServedQueue>> weighted = new ArrayList<>();
    settings
        .queues()
        .forEach(
            (name, weight) -> {
              ServedQueue queue = new ServedQueue(name, this, slotsOf(name));
              queues.add(queue);
              weighted.add(new QueueOrder.Weighted<>(queue, weight));
            });
    order = settings.strictPriority() ? QueueOrder.strict(weighted) : QueueOrder.weighted(weighted);
  }

  private QueueSlots slotsOf(String queue) {
    // Strict priority means that a queue may keep those behind it from going on.
    boolean leavesOne = settings.queues().size() > 1 && !settings.strictPriority();
    return new QueueSlots(slots, settings.queueConcurrency().get(queue), leavesOne ? 1 : 0);
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
          queues.forEach(ServedQueue::start);
          scaler.start();
          reports.start();
          feed.start();
        });
  }

  /**
   * Adapts the number of handlers that run at a time to the load from now on.
   *
   * @param value limits and times
   */
  public void autoScale(AutoScale value) {
    loop.execute(() -> scaler.adapt(value));
  }

  /**
   * Runs so many handlers at a time from now on, whatever the load.
   *
   * @param value 1 or more
   */
  public void concurrency(int value) {
    loop.execute(() -> scaler.fix(value));
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
          queues.forEach(ServedQueue::quiet);
          pump();
        });
  }

  /**
   * Says what is to be done when an operator has the server stop; {@link #stop()} unless set.
   * Called on a thread of its own.
   *
   * @param value stops the server
   */
  public void onStopOrdered(Runnable value) {
    stopOrdered = value;
  }

  /** Takes no more tasks from now on, and stops on a thread that may wait. */
  void stopElsewhere() {
    quiet();
    Thread thread = new Thread(stopOrdered, "kronosq-stop");
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes slots back that no claim under way uses. */
  void giveBackReserved() {
    queues.forEach(ServedQueue::giveBackReserved);
  }

  /** Stops as {@code KronosServer.stop} says. */
  public void stop() {
    if (loop.inLoop()) {
      throw new IllegalStateException(
          "A server can't be stopped from its own I/O thread, for which it has to wait");
    }
    try {
      quiet();
      synchronized (this) {
        if (state != State.QUIET) {
          state = State.STOPPED;
          return;
        }
      }
      if (!await(drained, settings.limits().gracePeriod())) {
        loop.execute(
            () ->
                supervisor.allRuns().forEach(run -> supervisor.cancel(run, CancelCause.SHUTDOWN)));
        if (!await(drained, INTERRUPTED_GRACE)) {
          loop.execute(() -> supervisor.allRuns().forEach(supervisor::giveUp));
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
    feed.end();
    return CompletableFuture.allOf(
        reports.end(),
        CompletableFuture.allOf(
            queues.stream().map(ServedQueue::leave).toArray(CompletableFuture[]::new)));
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
        state == State.RUNNING && slots.isWithheld() ? State.QUIET : state,
        slots.limit(),
        scaler.settings(),
        slots.busy(),
        supervisor.stuck(),
        events.dropped(),
        reporter.unhandledTypes());
  }

  /** What the server is at, as soon as its loop has a moment. */
  public CompletionStage<ServerActivity> activity() {
    return activity.soon();
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  boolean isStopped() {
    return state == State.STOPPED;
  }

  TaskStore store() {
    return store;
  }

  /** Stores what the server's settings say of the limits of a partition's queue. */
  void bringLimits(QueueWorker queue) {
    LimitSettings brought = settings.queueLimits().get(queue.queue());
    if (brought != null) {
      limits.bring(queue.partition(), brought);
    }
  }

  ServerSettings settings() {
    return settings;
  }

  OutcomePolicy policy() {
    return policy;
  }

  /** The slots of a queue that is served. */
  QueueSlots slots(String queue) {
    for (ServedQueue served : queues) {
      if (served.name().equals(queue)) {
        return served.slots();
      }
    }
    throw new IllegalArgumentException("The queue " + queue + " is not served");
  }

  Scaler scaler() {
    return scaler;
  }

  Operator operator() {
    return operator;
  }

  RunSupervisor supervisor() {
    return supervisor;
  }

  /** All partitions of all queues. */
  Stream<QueueWorker> partitions() {
    return queues.stream().flatMap(queue -> queue.partitions().stream());
  }

  TimeSource time() {
    return time;
  }

  EventReporter reporter() {
    return reporter;
  }

  RunnerPool runners() {
    return runners;
  }

  Handling handling() {
    return handling;
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
      for (ServedQueue queue : queues) {
        queue.send();
      }
    }
    pumping = false;
    scaler.observe();
    if (state == State.QUIET
        && !drained.isDone()
        && queues.stream().allMatch(ServedQueue::isDrained)) {
      drained.complete(null);
    }
  }

  private void assignSlots() {
    while (slots.isFree()) {
      ServedQueue next = order.next(ServedQueue::wantsSlot);
      if (next == null) {
        return;
      }
      next.reserve();
    }
  }

  /** Runs claimed tasks, each of which has a slot. */
  void start(List<TaskRun> runs) {
    slots.started(runs.size());
    if (isRunning()) {
      runners.submit(runs);
    } else {
      runs.forEach(this::giveBack);
    }
  }

  private void giveBack(TaskRun run) {
    run.cancel(CancelCause.SHUTDOWN);
    supervisor.giveUp(run);
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

  void leaseLost(QueueWorker partition) {
    LOG.warn(
        "Server {} lost its lease for queue {}, so others may run its tasks; its handlers are interrupted",
        partition.server(),
        partition.partition());
    reporter.leaseLost(partition.queue());
    supervisor.leaseLost(partition.leaseLost(Lease.newServerId()));
    if (isRunning()) {
      partition.lease().join();
    }
    pump();
  }

  /** On the handler's thread. */
  void runStarted(TaskRun run, String server) {
    supervisor.started(run);
    reporter.started(run, server);
  }

  /** On the thread on which the handler ended. */
  void runEnded(QueueWorker partition, TaskRun run) {
    reporter.ran(run);
    ended.add(new Ended(partition, run));
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
      if (supervisor.ended(next.run())) {
        next.partition().slots().ended();
        next.partition().settle(next.run());
      }
    }
    pump();
  }
}
