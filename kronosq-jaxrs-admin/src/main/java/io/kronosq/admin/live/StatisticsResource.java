package io.kronosq.admin.live;

import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problems;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.task.Names;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What was done, by time. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class StatisticsResource {
  @Inject private Statistics statistics;

  /** Tells what was done in a queue, or in all of them together. */
  @GET
  @Operation(
      value = "Tells what was done, by time",
      role = AdminRole.VIEWER,
      answers = {200, 400})
  public Statistics.Report statistics(
      @Doc(
              value = "How far back; an hour unless set",
              values = {"hour", "day", "fortnight"})
          @QueryParam("range")
          @Nullable String range,
      @Doc("The queue; all together unless set") @QueryParam("queue") @Nullable String queue) {
    return statistics.report(
        StatisticsRange.of(range), queue == null || queue.isEmpty() ? null : checked(queue));
  }

  private static String checked(String queue) {
    try {
      return Names.checkQueue(queue);
    } catch (IllegalArgumentException e) {
      throw Problems.malformed("queue", String.valueOf(e.getMessage()), "name a queue");
    }
  }
}
