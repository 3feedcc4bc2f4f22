package io.kronosq.admin.job;

import io.kronosq.BulkJobs;
import io.kronosq.Inspector;
import io.kronosq.admin.audit.AuditNote;
import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problems;
import io.kronosq.admin.security.Caller;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.task.Names;
import io.kronosq.task.TaskState;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Actions on many tasks. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class JobResource {
  @Inject private Inspector inspector;
  @Inject private JobRunner runner;
  @Inject private Caller caller;
  @Inject private AuditNote audit;

  /**
   * Jobs.
   *
   * @param items the latest first
   */
  public record JobList(List<JobView> items) {}

  /**
   * What a job is to do.
   *
   * @param action what to do to each task
   * @param queue the queue's name
   * @param state where the tasks stand
   * @param filter which of them are meant; null for all
   * @param dryRun whether they are only counted
   */
  public record NewJob(
      TaskAction action,
      String queue,
      TaskState state,
      @Nullable TaskFilterView filter,
      @Nullable Boolean dryRun) {}

  /** All jobs. */
  @GET
  @Operation(value = "Lists the jobs of the last days", role = AdminRole.VIEWER)
  public JobList list() {
    return new JobList(jobs().list().stream().map(JobView::new).toList());
  }

  /** A job. */
  @GET
  @Path("{id}")
  @Operation(
      value = "Tells of a job",
      role = AdminRole.VIEWER,
      answers = {200, 404})
  public JobView get(@PathParam("id") String id) {
    return new JobView(present(id));
  }

  /** Starts a job. */
  @POST
  @Operation(
      value = "Starts an action on all tasks of a state that match a filter, or counts them",
      role = AdminRole.OPERATOR,
      answers = {202, 400, 415, 422},
      returns = JobView.class,
      action = "job.start")
  public Response start(
      @Doc(
              value = "The action, and which tasks it is for",
              example =
                  "{'action':'RETRY','queue':'default','state':'ARCHIVED',"
                      + "'filter':{'type':'mail:*','error':'Timeout'},'dryRun':true}")
          NewJob wanted,
      @Context UriInfo uri) {
    TaskFilterView filter = wanted.filter();
    String queue = Problems.allowing("queue", () -> Names.checkQueue(wanted.queue()));
    audit
        .target(queue)
        .detail("action", wanted.action())
        .detail("state", wanted.state())
        .detail("filter", filter)
        .detail("dryRun", wanted.dryRun());
    BulkRequest request =
        Problems.allowing(
            "action",
            () ->
                new BulkRequest(
                    wanted.action(),
                    queue,
                    wanted.state(),
                    filter == null ? TaskFilter.ALL : filter.filter(),
                    Boolean.TRUE.equals(wanted.dryRun()),
                    caller.name()));
    BulkJob job = jobs().start(request);
    runner.wake();
    audit.detail("job", job.id()).affected(job.request().dryRun() ? 0 : job.progress().total());
    return Response.accepted(new JobView(job))
        .location(uri.getAbsolutePathBuilder().path("{id}").build(job.id()))
        .build();
  }

  /** Stops a job. */
  @POST
  @Path("{id}/cancel")
  @Operation(
      value = "Stops a job after what it is at",
      role = AdminRole.OPERATOR,
      answers = {200, 404, 409},
      action = "job.cancel")
  public JobView cancel(@PathParam("id") String id) {
    if (!jobs().cancel(present(id).id())) {
      throw Problems.conflict("Job '" + id + "' does not go on", "See its status");
    }
    return changed(id);
  }

  /** Goes on with a job. */
  @POST
  @Path("{id}/resume")
  @Operation(
      value = "Goes on with a job that was stopped or failed, from its place",
      role = AdminRole.OPERATOR,
      answers = {200, 404, 409},
      action = "job.resume")
  public JobView resume(@PathParam("id") String id) {
    if (!jobs().resume(present(id).id())) {
      throw Problems.conflict("Job '" + id + "' was not stopped", "See its status");
    }
    return changed(id);
  }

  /** Removes a job. */
  @DELETE
  // Nothing is told, so that any format will do.
  @Produces(MediaType.WILDCARD)
  @Path("{id}")
  @Operation(
      value = "Removes a job that has ended or was stopped from the list",
      role = AdminRole.OPERATOR,
      answers = {204, 404, 409},
      action = "job.remove")
  public void remove(@PathParam("id") String id) {
    if (!jobs().remove(present(id).id())) {
      throw Problems.conflict("Job '" + id + "' goes on", "Cancel it first");
    }
    audit.affected(1);
  }

  private BulkJobs jobs() {
    return inspector.jobs();
  }

  private BulkJob present(String id) {
    return jobs()
        .get(id)
        .orElseThrow(
            () -> Problems.notFound("There is no job '" + id + "' (any more)", "See /jobs"));
  }

  private JobView changed(String id) {
    audit.affected(1);
    return get(id);
  }
}
