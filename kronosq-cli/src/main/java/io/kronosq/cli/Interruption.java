package io.kronosq.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Has Ctrl-C stop work in good order: the process ends once it was told how far the work came. */
final class Interruption {
  private static final long LONGEST_SECONDS = 10;

  private Interruption() {}

  /**
   * Does work that Ctrl-C stops.
   *
   * @param stop asks the work to end soon; called on another thread
   * @param work tells how far it came
   */
  static <T> T during(Runnable stop, Supplier<T> work) {
    CountDownLatch told = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              await(told);
            },
            "kronq-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      told.countDown();
      remove(hook);
    }
  }

  /**
   * Does work that Ctrl-C stops.
   *
   * @param stop asks the work to end soon; called on another thread
   * @param work leaves all in order
   */
  static void during(Runnable stop, Runnable work) {
    during(
        stop,
        () -> {
          work.run();
          return true;
        });
  }

  private static void await(CountDownLatch told) {
    try {
      told.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook lets it.
      return;
    }
  }
}
