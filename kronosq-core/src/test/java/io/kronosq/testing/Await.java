package io.kronosq.testing;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits with a deadline, for signals where there are any. */
public final class Await {
  /** Far longer than anything should take, so that a busy machine fails no test. */
  public static final Duration LONG = Duration.ofSeconds(20);

  private static final long POLL_NANOS = 2_000_000;

  private Await() {}

  /** A condition that may fail while it is asked. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits for a signal. */
  public static void signal(CountDownLatch latch) {
    try {
      if (!latch.await(LONG.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("No signal within " + LONG + "; missing " + latch.getCount());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for a signal", e);
    }
  }

  /** Waits for an answer; the failure of the stage is thrown as it is. */
  public static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LONG.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError("Failed with " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("No answer within " + LONG, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for an answer", e);
    }
  }

  /** Polls, for what gives no signal. */
  public static void until(String what, Condition condition) {
    until(what, LONG, condition);
  }

  /** Polls, for what gives no signal. */
  public static void until(String what, Duration atMost, Condition condition) {
    until(() -> what, atMost, condition);
  }

  /** Polls, for what gives no signal; what is missing is told as it is in the end. */
  public static void until(Supplier<String> what, Duration atMost, Condition condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Not within " + atMost + ": " + what.get());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("The condition can't be asked", e);
    }
  }
}
