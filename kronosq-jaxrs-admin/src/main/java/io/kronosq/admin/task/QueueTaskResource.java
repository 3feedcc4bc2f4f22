package io.kronosq.admin.task;

import io.kronosq.Inspector;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problems;
import io.kronosq.admin.query.Parameters;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.inspect.TaskPage;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.task.TaskInfo;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The tasks of a queue. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueueTaskResource {
  @Inject private Inspector inspector;
  @Inject private TaskViews views;

  /** A page of tasks. */
  @GET
  @Operation(
      value = "Lists tasks of a queue",
      role = AdminRole.VIEWER,
      answers = {200, 400})
  public TaskList list(@PathParam("queue") String queue, @BeanParam TaskListing listing) {
    TaskQuery query = listing.query(Parameters.queue(queue));
    TaskPage page = Problems.reading("cursor", () -> inspector.tasks(query));
    return views.list(page);
  }

  /** A task. */
  @GET
  @Path("{id}")
  @Operation(
      value = "Tells of a task",
      role = AdminRole.VIEWER,
      answers = {200, 400, 404})
  public TaskView get(@PathParam("queue") String queue, @PathParam("id") String id) {
    return views.view(present(queue, id));
  }

  private TaskInfo present(String queue, String id) {
    return inspector
        .task(Parameters.queue(queue), Parameters.taskId(id))
        .orElseThrow(
            () ->
                Problems.notFound(
                    "There is no task '" + id + "' in queue '" + queue + "' (any more)",
                    "Tasks that succeed go at once, unless they have a retention"));
  }
}
