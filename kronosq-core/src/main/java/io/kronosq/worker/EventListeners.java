package io.kronosq.worker;

import io.kronosq.event.ServerEventListener;
import io.kronosq.event.TaskEventListener;
import java.util.List;

/**
 * Who hears of events.
 *
 * @param tasks of those of tasks
 * @param server of those of the server
 */
public record EventListeners(List<TaskEventListener> tasks, List<ServerEventListener> server) {
  /** Copies the lists. */
  public EventListeners {
    tasks = List.copyOf(tasks);
    server = List.copyOf(server);
  }
}
