package io.kronosq.sample.monitor;

import io.kronosq.event.TaskEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the latest task events. */
@ApplicationScoped
public class EventTail {
  /** How many are kept. */
  static final int LENGTH = 50;

  private final Deque<EventView> latest = new ArrayDeque<>();
  private long last;

  synchronized void onEvent(@Observes TaskEvent event) {
    last++;
    latest.add(EventView.of(last, event));
    if (latest.size() > LENGTH) {
      latest.remove();
    }
  }

  /** The number of the last event that is no longer kept; 0 when all are. */
  synchronized long forgotten() {
    return last - latest.size();
  }

  /**
   * The latest events that came after one.
   *
   * @param number the event's number
   */
  synchronized EventBatch after(long number) {
    List<EventView> events = latest.stream().filter(event -> event.number() > number).toList();
    return new EventBatch(last, last - number - events.size(), events);
  }
}
