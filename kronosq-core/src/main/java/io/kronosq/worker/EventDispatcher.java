package io.kronosq.worker;

import io.kronosq.event.ServerEvent;
import io.kronosq.event.ServerEventListener;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventListener;
import io.kronosq.feed.FeedWriter;
import io.kronosq.metric.MetricsListener;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on to those who watch from elsewhere, and tells listeners of them, one after the
 * other, on a thread of the executor that is taken only while there are any. A full buffer drops
 * events and counts them: work never waits for listeners.
 */
final class EventDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);

  private final EventListeners listeners;
  private final FeedWriter feed;
  private final Executor executor;
  private final MetricsListener metrics;
  private final BlockingQueue<Object> buffer;
  private final AtomicBoolean delivering = new AtomicBoolean();
  private final ReentrantLock delivery = new ReentrantLock();
  private final LongAdder dropped = new LongAdder();

  EventDispatcher(
      EventListeners listeners,
      FeedWriter feed,
      Executor executor,
      int capacity,
      MetricsListener metrics) {
    this.listeners = listeners;
    this.feed = feed;
    this.executor = executor;
    this.metrics = metrics;
    buffer = new ArrayBlockingQueue<>(capacity);
  }

  /** Whether anybody listens to events of tasks; if not, they need not be made. */
  boolean hasListeners() {
    return !listeners.tasks().isEmpty() || feed.isWanted();
  }

  void publish(TaskEvent event) {
    feed.write(event);
    if (!listeners.tasks().isEmpty()) {
      offer(event);
    }
  }

  void publish(ServerEvent event) {
    feed.write(event);
    if (!listeners.server().isEmpty()) {
      offer(event);
    }
  }

  private void offer(Object event) {
    if (!buffer.offer(event)) {
      dropped.increment();
      metrics.eventDropped();
    }
    deliverSoon();
  }

  long dropped() {
    return dropped.sum();
  }

  private void deliverSoon() {
    if (!buffer.isEmpty() && delivering.compareAndSet(false, true)) {
      try {
        executor.execute(this::deliver);
      } catch (RejectedExecutionException e) {
        // The next event tries again; what the buffer can't hold is counted.
        delivering.set(false);
      }
    }
  }

  private void deliver() {
    delivery.lock();
    try {
      deliverBuffered();
    } finally {
      delivery.unlock();
      delivering.set(false);
    }
    deliverSoon();
  }

  /** Delivers what is buffered on the calling thread, unless a listener takes longer than that. */
  void flush(Duration atMost) throws InterruptedException {
    if (delivery.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        deliverBuffered();
      } finally {
        delivery.unlock();
      }
    }
  }

  private void deliverBuffered() {
    for (Object event = buffer.poll(); event != null; event = buffer.poll()) {
      if (event instanceof TaskEvent ofTask) {
        for (TaskEventListener listener : listeners.tasks()) {
          tell(listener, ofTask);
        }
      } else if (event instanceof ServerEvent ofServer) {
        for (ServerEventListener listener : listeners.server()) {
          tell(listener, ofServer);
        }
      }
    }
  }

  private static void tell(ServerEventListener listener, ServerEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.warn("A listener failed on the event {} of the server", event.type(), e);
    }
  }

  private static void tell(TaskEventListener listener, TaskEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.warn("A listener failed on the event {} of task {}", event.type(), event.taskId(), e);
    }
  }
}
