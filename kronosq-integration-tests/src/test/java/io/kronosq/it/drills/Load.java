package io.kronosq.it.drills;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.KronosClient;
import io.kronosq.it.drills.Entry.Kind;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Producers that enqueue one task after the other, and remember which were acknowledged. They keep
 * a bounded number of tasks in the queue, so it never runs dry and never grows without end.
 */
final class Load implements AutoCloseable {
  private static final int PRODUCERS = 4;
  private static final int SHORTEST_MILLIS = 20;
  private static final int LONGEST_MILLIS = 80;

  private final KronosClient client;
  private final Semaphore window;
  private final List<Thread> producers = new ArrayList<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
  private final Set<String> unconfirmed = ConcurrentHashMap.newKeySet();
  private final Set<String> released = ConcurrentHashMap.newKeySet();
  private final AtomicInteger notWritten = new AtomicInteger();
  private volatile boolean running = true;

  /**
   * @param client takes the tasks; closed with the load
   * @param journal tells when they are done
   * @param window tasks in the queue at most
   */
  Load(KronosClient client, Journal journal, int window) {
    this.client = client;
    this.window = new Semaphore(window);
    journal.listen(
        entry -> {
          if (entry.kind() == Kind.END) {
            release(entry.id());
          }
        });
    for (int i = 1; i <= PRODUCERS; i++) {
      Thread producer = new Thread(this::produce, "drill-producer-" + i);
      producer.start();
      producers.add(producer);
    }
  }

  private void produce() {
    try {
      while (running) {
        if (window.tryAcquire(100, TimeUnit.MILLISECONDS)) {
          enqueue();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void enqueue() {
    int millis = ThreadLocalRandom.current().nextInt(SHORTEST_MILLIS, LONGEST_MILLIS + 1);
    Task task = Task.of(WorkerProcess.WORK, Integer.toString(millis).getBytes(UTF_8));
    try {
      acknowledged.add(client.enqueue(task, EnqueueOption.queue(Drill.QUEUE)).id());
    } catch (EnqueueException e) {
      switch (e.outcome()) {
        case UNKNOWN -> unanswered.add(e.taskId());
        case WRITTEN_UNCONFIRMED -> unconfirmed.add(e.taskId());
        case NOT_WRITTEN -> notWritten.incrementAndGet();
      }
      release(e.taskId());
    }
  }

  /** Makes room for another task; once for each that failed, was done, or both. */
  private void release(String id) {
    if (released.add(id)) {
      window.release();
    }
  }

  /** Tasks whose enqueue returned. */
  Set<String> acknowledged() {
    return acknowledged;
  }

  /** Tasks of which the enqueue could not say whether they are stored. */
  Set<String> unanswered() {
    return unanswered;
  }

  /** Tasks that are stored, but on fewer replicas than was asked for. */
  Set<String> unconfirmed() {
    return unconfirmed;
  }

  /** Enqueues that failed and said that nothing was stored. */
  int notWritten() {
    return notWritten.get();
  }

  /** Ends the load; the enqueues under way are finished first. */
  void stop() {
    running = false;
    try {
      for (Thread producer : producers) {
        producer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  @Override
  public void close() {
    stop();
    client.close();
  }
}
