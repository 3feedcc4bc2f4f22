package io.kronosq.sample.monitor;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends new task events to all who watch, a few times a second, while somebody does. */
@ApplicationScoped
public class EventBroadcast {
  private static final int MAX_SUBSCRIBERS = 50;
  private static final long PERIOD_MILLIS = 250;

  @Inject EventTail tail;

  @SuppressWarnings("NullAway.Init")
  @Resource
  ManagedScheduledExecutorService executor;

  private final List<EventSubscriber> subscribers = new ArrayList<>();
  private @Nullable ScheduledFuture<?> timer;

  /** Starts sending to one more; false when there are too many. */
  synchronized boolean subscribe(SseEventSink sink, Sse sse) {
    if (subscribers.size() == MAX_SUBSCRIBERS) {
      return false;
    }
    subscribers.add(new EventSubscriber(sink, sse, tail));
    if (timer == null) {
      timer =
          executor.scheduleWithFixedDelay(this::update, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
    return true;
  }

  @PreDestroy
  synchronized void stop() {
    stopTimer();
    subscribers.forEach(EventSubscriber::close);
    subscribers.clear();
  }

  private synchronized void update() {
    for (Iterator<EventSubscriber> each = subscribers.iterator(); each.hasNext(); ) {
      EventSubscriber subscriber = each.next();
      if (subscriber.isGone()) {
        each.remove();
      } else {
        subscriber.update();
      }
    }
    if (subscribers.isEmpty()) {
      stopTimer();
    }
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
