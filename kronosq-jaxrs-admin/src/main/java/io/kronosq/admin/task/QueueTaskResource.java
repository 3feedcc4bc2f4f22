package io.kronosq.admin.task;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.admin.audit.AuditNote;
import io.kronosq.admin.live.QueueSnapshots;
import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problems;
import io.kronosq.admin.query.Parameters;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.inspect.ActionResult;
import io.kronosq.inspect.TaskPage;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tasks of a queue. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueueTaskResource {
  @Inject private Inspector inspector;
  @Inject private KronosClient client;
  @Inject private TaskViews views;
  @Inject private QueueSnapshots snapshots;
  @Inject private AuditNote audit;

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

  /** Enqueues a task. */
  @POST
  @Operation(
      value = "Enqueues a task",
      role = AdminRole.ADMIN,
      answers = {201, 400, 409, 415, 422},
      returns = TaskView.class,
      action = "task.enqueue")
  public Response enqueue(
      @PathParam("queue") String queue,
      @Doc(
              value = "The task",
              example =
                  "{'type':'mail:welcome','payload':{'to':'a@example.org'},'delayMs':3600000}")
          NewTaskBody body,
      @Context UriInfo uri) {
    String name = Parameters.queue(queue);
    audit.detail("type", body.type());
    TaskRef ref = enqueue(body.task(), body.options(name));
    audit.target(name + "/" + ref.id()).affected(1);
    snapshots.outdated();
    URI location = uri.getAbsolutePathBuilder().path("{id}").build(new Object[] {ref.id()}, true);
    Optional<TaskInfo> task = inspector.task(name, ref.id());
    // A quick handler may have processed it already.
    return task.isPresent()
        ? Response.created(location).entity(views.view(task.get())).build()
        : Response.created(location).entity(new EnqueuedTask(name, ref.id(), body.type())).build();
  }

  private TaskRef enqueue(Task task, List<EnqueueOption> options) {
    try {
      return client.enqueue(task, options.toArray(EnqueueOption[]::new));
    } catch (DuplicateTaskException e) {
      throw Problems.conflict(
          String.valueOf(e.getMessage()), "See task '" + e.existingTaskId() + "'");
    } catch (IllegalArgumentException e) {
      throw Problems.refused("body", String.valueOf(e.getMessage()));
    } catch (PayloadException e) {
      throw Problems.refused("payload", String.valueOf(e.getMessage()));
    }
  }

  /**
   * A task that was processed before it could be looked at.
   *
   * @param queue its queue
   * @param id its id
   * @param type its type
   */
  public record EnqueuedTask(String queue, String id, String type) {}

  /** Makes a task pending now. */
  @POST
  @Path("{id}/run")
  @Operation(
      value = "Makes a scheduled, retry or archived task pending now",
      role = AdminRole.OPERATOR,
      answers = {200, 400, 404, 409},
      action = "task.run")
  public TaskChange run(@PathParam("queue") String queue, @PathParam("id") String id) {
    return apply(inspector.runTask(Parameters.queue(queue), Parameters.taskId(id)));
  }

  /** Gives an archived task its retries anew. */
  @POST
  @Path("{id}/retry")
  @Operation(
      value = "Makes an archived task pending, with all its retries anew",
      role = AdminRole.OPERATOR,
      answers = {200, 400, 404, 409},
      action = "task.retry")
  public TaskChange retry(@PathParam("queue") String queue, @PathParam("id") String id) {
    return apply(inspector.retryTask(Parameters.queue(queue), Parameters.taskId(id)));
  }

  /** Archives a task. */
  @POST
  @Path("{id}/archive")
  @Operation(
      value = "Archives a scheduled, pending or retry task",
      role = AdminRole.OPERATOR,
      answers = {200, 400, 404, 409},
      action = "task.archive")
  public TaskChange archive(@PathParam("queue") String queue, @PathParam("id") String id) {
    return apply(inspector.archiveTask(Parameters.queue(queue), Parameters.taskId(id)));
  }

  /** Cancels a task. */
  @POST
  @Path("{id}/cancel")
  @Operation(
      value = "Asks the server that runs a task to cancel it",
      role = AdminRole.OPERATOR,
      answers = {200, 400, 404, 409},
      action = "task.cancel")
  public TaskChange cancel(@PathParam("queue") String queue, @PathParam("id") String id) {
    return apply(inspector.cancelTask(Parameters.queue(queue), Parameters.taskId(id)));
  }

  /** Deletes a task. */
  @DELETE
  // Nothing is told, so that any format will do.
  @Produces(MediaType.WILDCARD)
  @Path("{id}")
  @Operation(
      value = "Deletes a task that is not active, for good",
      role = AdminRole.OPERATOR,
      answers = {204, 400, 404, 409},
      action = "task.delete")
  public void delete(@PathParam("queue") String queue, @PathParam("id") String id) {
    done(inspector.deleteTask(Parameters.queue(queue), Parameters.taskId(id)));
  }

  /**
   * What was done to a task.
   *
   * @param state where it stood
   * @param message what was done, in words
   * @param task where it stands now; null when it went on and is not there any more
   */
  public record TaskChange(TaskState state, String message, @Nullable TaskView task) {}

  private TaskChange apply(ActionResult result) {
    TaskState stood = done(result);
    return new TaskChange(
        stood,
        result.message(),
        inspector.task(result.ref().queue(), result.ref().id()).map(views::view).orElse(null));
  }

  private TaskState done(ActionResult result) {
    TaskState stood = result.stood();
    if (stood == null) {
      throw Problems.notFound(result.message(), "See the tasks of the queue");
    }
    audit.detail("state", stood);
    if (!result.done()) {
      throw Problems.conflict(result.message(), null);
    }
    audit.affected(1);
    snapshots.outdated();
    return stood;
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
