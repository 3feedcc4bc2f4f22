package io.kronosq.admin.task;

import io.kronosq.Inspector;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problems;
import io.kronosq.admin.query.Parameters;
import io.kronosq.cdi.config.AdminRole;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Tasks of which only the id is known. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {
  @Inject private Inspector inspector;
  @Inject private TaskViews views;

  /** A task of any queue. */
  @GET
  @Path("{id}")
  @Operation(
      value = "Tells of a task of which the queue is not known",
      role = AdminRole.VIEWER,
      answers = {200, 400, 404})
  public TaskView get(@PathParam("id") String id) {
    return inspector
        .task(Parameters.taskId(id))
        .map(views::view)
        .orElseThrow(
            () ->
                Problems.notFound(
                    "There is no task '" + id + "' in any queue (any more)",
                    "Tasks that succeed go at once, unless they have a retention"));
  }
}
