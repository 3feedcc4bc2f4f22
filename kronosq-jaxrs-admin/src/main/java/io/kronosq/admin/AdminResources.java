package io.kronosq.admin;

import io.kronosq.admin.live.EventsResource;
import io.kronosq.admin.live.OverviewResource;
import io.kronosq.admin.live.StatisticsResource;
import io.kronosq.admin.me.MeResource;
import io.kronosq.admin.queue.QueueResource;
import io.kronosq.admin.task.TaskResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import java.util.Map;

/** The resources by the first segment of their paths. */
@ApplicationScoped
public class AdminResources {
  @Inject private MeResource me;
  @Inject private QueueResource queues;
  @Inject private TaskResource tasks;
  @Inject private OverviewResource overview;
  @Inject private StatisticsResource statistics;
  @Inject private EventsResource events;

  /** All areas. */
  private Map<String, Object> areas() {
    return Map.of(
        "events", events,
        "me", me,
        "overview", overview,
        "queues", queues,
        "statistics", statistics,
        "tasks", tasks);
  }

  /**
   * The resource of an area.
   *
   * @param name the first segment of the path
   * @throws NotFoundException when there is none
   */
  Object area(String name) {
    Object resource = areas().get(name);
    if (resource == null) {
      throw new NotFoundException();
    }
    return resource;
  }
}
