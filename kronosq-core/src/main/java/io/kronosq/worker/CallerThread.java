package io.kronosq.worker;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs actions on the thread that made it: those of other threads while it waits for a signal, its
 * own at once.
 */
final class CallerThread implements Executor {
  private final Thread thread = Thread.currentThread();
  private final BlockingQueue<Runnable> actions = new LinkedBlockingQueue<>();

  @Override
  public void execute(Runnable action) {
    if (Thread.currentThread() == thread) {
      action.run();
    } else {
      actions.add(action);
    }
  }

  /**
   * Runs actions until a signal is given, and those that came before it.
   *
   * @param signal completed on any thread
   * @param atMost how long to wait for one more action
   * @return false when there was none, and no signal
   */
  boolean runUntil(CompletableFuture<?> signal, Duration atMost) throws InterruptedException {
    signal.whenComplete((done, failure) -> actions.add(CallerThread::wakeUp));
    while (!signal.isDone() || !actions.isEmpty()) {
      Runnable next = actions.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        return false;
      }
      next.run();
    }
    return true;
  }

  private static void wakeUp() {}
}
