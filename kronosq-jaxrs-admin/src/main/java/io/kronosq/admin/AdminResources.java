package io.kronosq.admin;

import io.kronosq.admin.audit.AuditResource;
import io.kronosq.admin.job.JobResource;
import io.kronosq.admin.live.EventsResource;
import io.kronosq.admin.live.OverviewResource;
import io.kronosq.admin.live.StatisticsResource;
import io.kronosq.admin.me.MeResource;
import io.kronosq.admin.openapi.OpenApiResource;
import io.kronosq.admin.queue.QueueResource;
import io.kronosq.admin.redis.RedisResource;
import io.kronosq.admin.schedule.ScheduleResource;
import io.kronosq.admin.server.ServerResource;
import io.kronosq.admin.task.TaskResource;
import io.kronosq.admin.type.TypesResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The resources by the first segment of their paths. */
@ApplicationScoped
public class AdminResources {
  static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("audit", AuditResource.class),
          Map.entry("events", EventsResource.class),
          Map.entry("jobs", JobResource.class),
          Map.entry("me", MeResource.class),
          Map.entry("openapi.yaml", OpenApiResource.class),
          Map.entry("overview", OverviewResource.class),
          Map.entry("queues", QueueResource.class),
          Map.entry("redis", RedisResource.class),
          Map.entry("schedules", ScheduleResource.class),
          Map.entry("servers", ServerResource.class),
          Map.entry("statistics", StatisticsResource.class),
          Map.entry("tasks", TaskResource.class),
          Map.entry("types", TypesResource.class));

  @Inject private Instance<Object> beans;

  private final Map<String, Object> resources = new ConcurrentHashMap<>();

  /**
   * The resource of an area.
   *
   * @param name the first segment of the path
   * @throws NotFoundException when there is none
   */
  Object area(String name) {
    Class<?> type = TYPES.get(name);
    if (type == null) {
      throw new NotFoundException();
    }
    // Dependent beans without state: one of each is enough, and lives as long as this one.
    return resources.computeIfAbsent(name, area -> beans.select(type).get());
  }
}
