package io.kronosq.worker;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventListener;
import java.time.Duration;
import java.util.List;
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
 * Tells listeners of events, one after the other, on a thread of the executor that is taken only
 * while there are any. A full buffer drops events and counts them: work never waits for listeners.
 */
final class EventDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);

  private final List<TaskEventListener> listeners;
  private final Executor executor;
  private final BlockingQueue<TaskEvent> buffer;
  private final AtomicBoolean delivering = new AtomicBoolean();
  private final ReentrantLock delivery = new ReentrantLock();
  private final LongAdder dropped = new LongAdder();

  EventDispatcher(List<TaskEventListener> listeners, Executor executor, int capacity) {
    this.listeners = listeners;
    this.executor = executor;
    buffer = new ArrayBlockingQueue<>(capacity);
  }

  /** Whether anybody listens; if not, events need not be made. */
  boolean hasListeners() {
    return !listeners.isEmpty();
  }

  void publish(TaskEvent event) {
    if (!buffer.offer(event)) {
      dropped.increment();
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
    for (TaskEvent event = buffer.poll(); event != null; event = buffer.poll()) {
      for (TaskEventListener listener : listeners) {
        tell(listener, event);
      }
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
