package io.kronosq.worker;

import io.kronosq.event.ScaleReason;
import io.kronosq.event.ServerEvent;
import io.kronosq.event.ServerEventType;
import io.kronosq.store.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapts the number of slots as {@link AutoScale} says. Every answer to a claim tells the backlog,
 * so a burst is met at once; where all slots are busy and no call goes out, the backlog is asked
 * for from time to time. On the loop only, but for {@link #settings}.
 */
final class Scaler {
  private static final Logger LOG = LoggerFactory.getLogger(Scaler.class);
  private static final Duration LEAST_PROBE_INTERVAL = Duration.ofMillis(100);

  private final Worker worker;
  private final Slots slots;
  private final ServerIdentity identity;
  private final FreeSlots free = new FreeSlots();
  private volatile @Nullable AutoScale settings;
  private Loop.@Nullable Timer timer;
  private long probedAt;

  Scaler(Worker worker, Slots slots, ServerIdentity identity, @Nullable AutoScale settings) {
    this.worker = worker;
    this.slots = slots;
    this.identity = identity;
    this.settings = settings;
  }

  /** Null where the number of slots is fixed. */
  @Nullable AutoScale settings() {
    return settings;
  }

  void start() {
    probedAt = worker.time().nanos();
    free.none(probedAt);
    checkLater();
  }

  /** Goes on by other settings. */
  void adapt(AutoScale value) {
    settings = value;
    scale(value.target(slots.limit(), new AutoScale.Load(0, 0, Duration.ZERO)), ScaleReason.LIMITS);
    checkLater();
  }

  /** Gives up adapting. */
  void fix(int limit) {
    settings = null;
    checkLater();
    scale(limit, ScaleReason.LIMITS);
  }

  /** The load may have changed. */
  void observe() {
    AutoScale scale = settings;
    if (scale == null || !worker.isRunning() || slots.isWithheld()) {
      return;
    }
    long now = worker.time().nanos();
    long pending = worker.partitions().mapToLong(QueueWorker::pending).sum();
    int busy = slots.busy();
    if (pending > 0 || busy >= slots.limit()) {
      free.none(now);
    } else {
      free.some(now, busy, scale.idleTimeout());
    }
    int limit = slots.limit();
    int target = scale.target(limit, free.load(now, pending));
    if (target != limit) {
      scale(target, target > limit ? ScaleReason.BACKLOG : ScaleReason.IDLE);
    }
  }

  private void scale(int to, ScaleReason reason) {
    int from = slots.limit();
    if (to == from) {
      return;
    }
    slots.limit(to);
    LOG.debug("{} handlers may run at a time now, not {} ({})", to, from, reason);
    worker
        .reporter()
        .tell(
            new ServerEvent(
                ServerEventType.SCALED,
                identity.id(),
                identity.name(),
                worker.time().now(),
                from,
                to,
                reason));
    worker.pump();
  }

  private void checkLater() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    AutoScale scale = settings;
    if (scale != null && worker.isRunning()) {
      timer = worker.store().loop().schedule(scale.checkInterval(), this::check);
    }
  }

  private void check() {
    timer = null;
    if (mayScale() && (isFull() || worker.partitions().anyMatch(Scaler::isAtItsMost))) {
      probedAt = worker.time().nanos();
      worker.partitions().forEach(QueueWorker::askBacklog);
      worker.pump();
    }
    observe();
    checkLater();
  }

  /** This process has just put a task into a partition that has no slot for it. */
  void enqueuedHere(QueueWorker partition) {
    if (!mayScale() || !(isFull() || isAtItsMost(partition))) {
      return;
    }
    long now = worker.time().nanos();
    if (now - probedAt >= LEAST_PROBE_INTERVAL.toNanos()) {
      probedAt = now;
      partition.askBacklog();
      worker.pump();
    }
  }

  private boolean mayScale() {
    AutoScale scale = settings;
    return scale != null && worker.isRunning() && slots.limit() < scale.max();
  }

  /** Whether only more slots would tell more. */
  private boolean isFull() {
    return slots.busy() >= slots.limit();
  }

  private static boolean isAtItsMost(QueueWorker partition) {
    return !partition.slots().isFree();
  }
}
