package io.kronosq.cdi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandlerThreadsTest {
  private final List<Thread> made = new CopyOnWriteArrayList<>();
  private final ThreadFactory server =
      action -> {
        Thread thread = new Thread(action, "as the server calls it");
        made.add(thread);
        return thread;
      };

  @Test
  void actionsThatBlockGetAThreadEachAtOnce() throws Exception {
    ExecutorService pool = HandlerThreads.pool(server);
    CountDownLatch running = new CountDownLatch(64);
    for (int i = 0; i < 64; i++) {
      pool.execute(
          () -> {
            running.countDown();
            waitForInterruption();
          });
    }
    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(made).hasSize(64).extracting(Thread::getName).doesNotHaveDuplicates();
    assertThat(made).allMatch(thread -> thread.getName().startsWith("kronosq-handler-"));
    HandlerThreads.end(pool);
    for (Thread thread : made) {
      thread.join(20_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void aFactoryWhoseApplicationHasStoppedHasActionsRejected() {
    ExecutorService pool = HandlerThreads.pool(action -> null);
    assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  private static void waitForInterruption() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
