package io.kronosq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.handler.TaskHandler;
import io.kronosq.testing.Await;
import io.kronosq.testing.ManualLoop;
import io.kronosq.worker.ServerSettings.FailureSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunnerPoolTest {
  private static final RunnerPool.Host PATIENT =
      new RunnerPool.Host() {
        @Override
        public boolean mayWait() {
          return true;
        }

        @Override
        public void giveBack(TaskRun run) {
          throw new AssertionError("It may wait");
        }
      };

  private static final Executor REJECTING =
      action -> {
        throw new RejectedExecutionException("for the test");
      };

  private static RunnerPool.Host hasty(List<TaskRun> givenBack) {
    return new RunnerPool.Host() {
      @Override
      public boolean mayWait() {
        return false;
      }

      @Override
      public void giveBack(TaskRun run) {
        givenBack.add(run);
      }
    };
  }

  private final ManualLoop loop = new ManualLoop();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private static List<TaskRun> runs(int count, TaskHandler handler) {
    TestRuns runs = new TestRuns(new OutcomePolicy(FailureSettings.DEFAULT)).handler(handler);
    return Stream.generate(() -> runs.run()).limit(count).toList();
  }

  @Test
  void handlersThatBlockGetAThreadEach() {
    CountDownLatch allInside = new CountDownLatch(20);
    new RunnerPool(threads, loop, PATIENT)
        .submit(
            runs(
                20,
                context -> {
                  allInside.countDown();
                  allInside.await();
                }));
    Await.signal(allInside);
  }

  @Test
  void quickHandlersShareAFewThreads() {
    Queue<Runnable> actions = new ArrayDeque<>();
    AtomicInteger done = new AtomicInteger();
    RunnerPool pool = new RunnerPool(actions::add, loop, PATIENT);
    pool.submit(runs(100, context -> done.incrementAndGet()));
    assertThat(actions).as("threads asked for before the first runs").hasSize(1);
    actions.remove().run();
    assertThat(done).as("done by the first thread alone").hasValue(100);
    assertThat(actions).as("further threads asked for").hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void everyRunIsRunOnce() {
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    CountDownLatch done = new CountDownLatch(2_000);
    AtomicInteger count = new AtomicInteger();
    RunnerPool pool = new RunnerPool(threads, loop, PATIENT);
    TaskHandler handler =
        context -> {
          used.add(Thread.currentThread());
          count.incrementAndGet();
          done.countDown();
        };
    for (int i = 0; i < 20; i++) {
      pool.submit(runs(100, handler));
    }
    Await.signal(done);
    assertThat(count).hasValue(2_000);
    assertThat(used).isNotEmpty();
  }

  @Test
  void aRejectedRunIsOfferedAgainLater() {
    AtomicInteger rejections = new AtomicInteger(2);
    AtomicInteger done = new AtomicInteger();
    RunnerPool pool =
        new RunnerPool(
            action -> {
              if (rejections.getAndDecrement() > 0) {
                throw new RejectedExecutionException("for the test");
              }
              action.run();
            },
            loop,
            PATIENT);
    pool.submit(runs(3, context -> done.incrementAndGet()));
    assertThat(done).hasValue(0);
    loop.advance(Duration.ofMillis(50));
    assertThat(done).hasValue(0);
    loop.advance(Duration.ofMillis(150));
    assertThat(done).hasValue(3);
    assertThat(loop.timers()).isZero();
  }

  @Test
  void rejectedRunsThatMayNotWaitAreGivenBack() {
    List<TaskRun> givenBack = new ArrayList<>();
    RunnerPool pool = new RunnerPool(REJECTING, loop, hasty(givenBack));
    List<TaskRun> runs = runs(3, context -> {});
    pool.submit(runs);
    loop.advance(Duration.ofMillis(1));
    assertThat(givenBack).isEqualTo(runs);
    assertThat(loop.timers()).isZero();
  }

  @Test
  void noThreadIsHeldWithoutWork() {
    Queue<Runnable> actions = new ArrayDeque<>();
    RunnerPool pool = new RunnerPool(actions::add, loop, PATIENT);
    pool.submit(List.of());
    assertThat(actions).isEmpty();
  }

  @Test
  void whatGoesOnWithStartedTasksRunsBeforeTasksThatWereNot() {
    List<String> order = new ArrayList<>();
    Queue<Runnable> actions = new ArrayDeque<>();
    RunnerPool pool = new RunnerPool(actions::add, loop, PATIENT);
    pool.submit(runs(1, context -> order.add("task")));
    pool.execute(
        () -> {
          order.add("action");
          throw new IllegalStateException("costs the others nothing");
        });
    pool.execute(() -> order.add("action"));
    actions.remove().run();
    assertThat(order).containsExactly("action", "action", "task");
  }

  @Test
  void whatGoesOnWithStartedTasksIsDoneEvenWithoutThreads() {
    AtomicInteger done = new AtomicInteger();
    RunnerPool pool = new RunnerPool(REJECTING, loop, hasty(new ArrayList<>()));
    pool.execute(done::incrementAndGet);
    pool.execute(done::incrementAndGet);
    loop.advance(Duration.ofMillis(1));
    assertThat(done).hasValue(2);
    assertThat(loop.timers()).isZero();
  }
}
