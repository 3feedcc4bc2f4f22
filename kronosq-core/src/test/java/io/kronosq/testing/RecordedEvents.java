package io.kronosq.testing;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventListener;
import io.kronosq.event.TaskEventType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the events that it hears of. */
public final class RecordedEvents implements TaskEventListener {
  private final List<TaskEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void onEvent(TaskEvent event) {
    events.add(event);
  }

  /** All events so far, in the order of their arrival. */
  public List<TaskEvent> all() {
    return List.copyOf(events);
  }

  /** The types of a task's events so far. */
  public List<TaskEventType> typesOf(String taskId) {
    return events.stream().filter(e -> e.taskId().equals(taskId)).map(TaskEvent::type).toList();
  }

  /** How many events of a type there were. */
  public long count(TaskEventType type) {
    return events.stream().filter(e -> e.type() == type).count();
  }

  /** Waits for the first event of that type about a task. */
  public TaskEvent await(TaskEventType type, String taskId) {
    Await.until(type + " of " + taskId + " in " + events, () -> find(type, taskId) != null);
    return find(type, taskId);
  }

  private TaskEvent find(TaskEventType type, String taskId) {
    return events.stream()
        .filter(e -> e.type() == type && e.taskId().equals(taskId))
        .findFirst()
        .orElse(null);
  }
}
