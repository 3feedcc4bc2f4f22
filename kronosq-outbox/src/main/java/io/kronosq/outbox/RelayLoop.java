package io.kronosq.outbox;

import io.kronosq.outbox.OutboxStatus.Problem;
import io.kronosq.store.Loop;
import io.kronosq.store.StoreException;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has passes made when there is reason to: after commits of this process, and now and then for what
 * other processes left behind. One pass at a time; a thread is used only while there is something
 * to do.
 */
final class RelayLoop {
  private static final Logger LOG = LoggerFactory.getLogger(RelayLoop.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  /** Makes one pass; tells whether there may be more to do. */
  @FunctionalInterface
  interface Pass {
    boolean run() throws Exception;
  }

  private final Pass pass;
  private final Loop loop;
  private final Executor executor;
  private final Duration interval;
  private final TimeSource time = TimeSource.system();
  private volatile @Nullable Problem problem;

  // All guarded by this.
  private boolean running;
  private boolean wanted;
  private boolean closed;
  private Duration wait = FIRST_WAIT;
  private Loop.@Nullable Timer timer;

  /**
   * @param interval between looks for what others left behind; also the longest wait after a
   *     failure
   */
  RelayLoop(Pass pass, Loop loop, Executor executor, Duration interval) {
    this.pass = pass;
    this.loop = loop;
    this.executor = executor;
    this.interval = interval;
  }

  /** There is, or may be, something to do. */
  void wake() {
    synchronized (this) {
      if (closed) {
        return;
      }
      wanted = true;
      if (running) {
        return;
      }
      running = true;
    }
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      failed(e);
      ended();
    }
  }

  /** What keeps passes from succeeding, or null. */
  @Nullable Problem problem() {
    return problem;
  }

  private void run() {
    try {
      boolean more = true;
      while (more || takeWish()) {
        more = !isClosed() && pass.run();
        succeeded();
      }
    } catch (Exception | LinkageError e) {
      failed(e);
    } finally {
      ended();
    }
  }

  private synchronized boolean takeWish() {
    boolean taken = wanted && !closed;
    wanted = false;
    return taken;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void succeeded() {
    if (problem != null) {
      problem = null;
      LOG.info("The outbox is relayed again");
    }
    synchronized (this) {
      wait = shorter(FIRST_WAIT, interval);
    }
  }

  private void failed(Throwable failure) {
    boolean first = problem == null;
    problem = new Problem(time.now(), String.valueOf(failure.getMessage()));
    if (first) {
      LOG.warn("The outbox can't be relayed; it is tried again by itself: {}", failure.toString());
    }
    LOG.debug("A pass of the outbox's relay failed", failure);
  }

  /** The next pass comes by itself, sooner after a failure. */
  private synchronized void ended() {
    running = false;
    notifyAll();
    if (closed) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    Duration delay = interval;
    if (problem != null) {
      delay = wait;
      wait = shorter(wait.multipliedBy(2), interval);
    } else if (wanted) {
      delay = Duration.ZERO;
    }
    try {
      timer = loop.schedule(delay, this::wake);
    } catch (StoreException e) {
      LOG.debug("The store was closed before the outbox", e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Starts no further pass, and waits for the one under way. */
  synchronized void close(Duration atMost) {
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
    long end = time.nanos() + atMost.toNanos();
    while (running) {
      long left = (end - time.nanos()) / 1_000_000;
      if (left <= 0) {
        LOG.warn(
            "The outbox is still being relayed after {}; what it does not do, others will", atMost);
        return;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
