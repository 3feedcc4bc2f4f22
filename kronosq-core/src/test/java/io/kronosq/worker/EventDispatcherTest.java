package io.kronosq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventListener;
import io.kronosq.event.TaskEventType;
import io.kronosq.feed.FeedWriter;
import io.kronosq.metric.MetricsListener;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventDispatcherTest {
  private final List<String> heard = new ArrayList<>();
  private final Queue<Runnable> actions = new ArrayDeque<>();

  private static TaskEvent event(String id) {
    return new TaskEvent(
        TaskEventType.STARTED, id, "t", "q", "s", Instant.EPOCH, 0, 0, null, null, null);
  }

  private EventDispatcher dispatcher(int capacity, Executor executor, TaskEventListener... more) {
    List<TaskEventListener> listeners = new ArrayList<>(List.of(more));
    listeners.add(e -> heard.add(e.taskId()));
    return new EventDispatcher(
        new EventListeners(listeners, List.of()),
        new FeedWriter(null, null),
        executor,
        capacity,
        MetricsListener.NONE);
  }

  private void runActions() {
    for (Runnable next = actions.poll(); next != null; next = actions.poll()) {
      next.run();
    }
  }

  @Test
  void eventsArriveInTheirOrder() {
    EventDispatcher dispatcher = dispatcher(10, actions::add);
    dispatcher.publish(event("1"));
    dispatcher.publish(event("2"));
    dispatcher.publish(event("3"));
    runActions();
    assertThat(heard).containsExactly("1", "2", "3");
  }

  @Test
  void aThreadIsTakenOnlyWhileThereAreEvents() {
    EventDispatcher dispatcher = dispatcher(10, actions::add);
    assertThat(actions).isEmpty();
    dispatcher.publish(event("1"));
    dispatcher.publish(event("2"));
    assertThat(actions).hasSize(1);
    runActions();
    assertThat(actions).isEmpty();
    dispatcher.publish(event("3"));
    runActions();
    assertThat(heard).containsExactly("1", "2", "3");
  }

  @Test
  void aFullBufferDropsNewEventsAndCountsThem() {
    EventDispatcher dispatcher = dispatcher(2, actions::add);
    for (int i = 0; i < 5; i++) {
      dispatcher.publish(event("" + i));
    }
    runActions();
    assertThat(heard).containsExactly("0", "1");
    assertThat(dispatcher.dropped()).isEqualTo(3);
  }

  @Test
  void aListenerThatFailsKeepsNobodyFromHearing() {
    EventDispatcher dispatcher =
        dispatcher(
            10,
            actions::add,
            e -> {
              throw new IllegalStateException("for the test");
            },
            e -> {
              throw new AssertionError("for the test");
            });
    dispatcher.publish(event("1"));
    dispatcher.publish(event("2"));
    runActions();
    assertThat(heard).containsExactly("1", "2");
  }

  @Test
  void aRejectedDeliveryIsMadeUpForWithTheNextEvent() {
    AtomicInteger rejections = new AtomicInteger(1);
    EventDispatcher dispatcher =
        dispatcher(
            10,
            action -> {
              if (rejections.getAndDecrement() > 0) {
                throw new RejectedExecutionException("for the test");
              }
              action.run();
            });
    dispatcher.publish(event("1"));
    assertThat(heard).isEmpty();
    dispatcher.publish(event("2"));
    assertThat(heard).containsExactly("1", "2");
    assertThat(dispatcher.dropped()).isZero();
  }

  @Test
  void aFlushDeliversWhatNoThreadHasDeliveredYet() throws InterruptedException {
    EventDispatcher dispatcher = dispatcher(10, actions::add);
    dispatcher.publish(event("1"));
    dispatcher.publish(event("2"));
    dispatcher.flush(Duration.ofSeconds(1));
    assertThat(heard).containsExactly("1", "2");
    runActions();
    assertThat(heard).hasSize(2);
  }

  @Test
  void aFlushWaitsNoLongerThanItMayForASlowListener() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      EventDispatcher dispatcher =
          dispatcher(
              10,
              pool,
              e -> {
                inside.countDown();
                Await.signal(end);
              });
      dispatcher.publish(event("1"));
      Await.signal(inside);
      dispatcher.flush(Duration.ofMillis(20));
      assertThat(heard).isEmpty();
    } finally {
      end.countDown();
      pool.shutdown();
    }
  }

  @Test
  void eventsOfManyThreadsArriveOneAfterTheOtherAndNoneIsLost() throws InterruptedException {
    Queue<String> all = new ConcurrentLinkedQueue<>();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(4_000);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      EventDispatcher dispatcher =
          new EventDispatcher(
              new EventListeners(
                  List.of(
                      e -> {
                        overlaps.addAndGet(inside.getAndIncrement());
                        all.add(e.taskId());
                        inside.decrementAndGet();
                        done.countDown();
                      }),
                  List.of()),
              new FeedWriter(null, null),
              pool,
              10_000,
              MetricsListener.NONE);
      List<Thread> publishers =
          IntStream.range(0, 4)
              .mapToObj(
                  t ->
                      new Thread(
                          () -> {
                            for (int i = 0; i < 1_000; i++) {
                              dispatcher.publish(event(t + ":" + i));
                            }
                          }))
              .toList();
      publishers.forEach(Thread::start);
      Await.signal(done);
      for (Thread publisher : publishers) {
        publisher.join();
      }
      assertThat(overlaps).hasValue(0);
      for (int t = 0; t < 4; t++) {
        String start = t + ":";
        assertThat(all.stream().filter(id -> id.startsWith(start)))
            .containsExactlyElementsOf(IntStream.range(0, 1_000).mapToObj(i -> start + i).toList());
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
