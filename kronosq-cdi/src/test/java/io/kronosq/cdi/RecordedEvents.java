package io.kronosq.cdi;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears of all events, so that tests can wait for them. */
@ApplicationScoped
public class RecordedEvents {
  private final BlockingQueue<TaskEvent> events = new LinkedBlockingQueue<>();

  public void on(@Observes TaskEvent event) {
    events.add(event);
  }

  /** Waits for an event of a type; those before it are forgotten. */
  public TaskEvent await(TaskEventType type) throws InterruptedException {
    TaskEvent event;
    do {
      event = events.poll(10, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("No event " + type + " within 10 s");
      }
    } while (event.type() != type);
    return event;
  }
}
