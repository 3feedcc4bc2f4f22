package io.kronosq.admin.queue;

import io.kronosq.Inspector;
import io.kronosq.admin.audit.AuditNote;
import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problems;
import io.kronosq.admin.query.Parameters;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.inspect.GroupInfo;
import io.kronosq.task.Names;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;

/** The groups of tasks of a queue that wait to be processed together. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueueGroupsResource {
  @Inject private Inspector inspector;
  @Inject private AuditNote audit;

  /**
   * A group.
   *
   * @param type the type of its tasks
   * @param name its name
   * @param size how many tasks it has
   * @param dueAt when they become a batch
   */
  public record Group(String type, String name, long size, Instant dueAt) {
    private static Group of(GroupInfo info) {
      return new Group(info.type(), info.name(), info.size(), info.dueAt());
    }
  }

  /**
   * Groups.
   *
   * @param items those that are due first before others
   */
  public record GroupList(List<Group> items) {}

  /**
   * Which group is to run.
   *
   * @param type the type of its tasks
   * @param group its name
   */
  public record GroupRun(String type, String group) {}

  /**
   * What was run.
   *
   * @param tasks how many tasks the group had
   */
  public record GroupRan(long tasks) {}

  /** The groups. */
  @GET
  @Operation(
      value = "Lists the groups of a queue",
      role = AdminRole.VIEWER,
      answers = {200, 400})
  public GroupList list(@PathParam("queue") String queue) {
    return new GroupList(
        inspector.groups(Parameters.queue(queue)).stream().map(Group::of).toList());
  }

  /** Runs a group before it is due. */
  @POST
  @Path("run")
  @Operation(
      value = "Makes the tasks of a group a pending batch now",
      role = AdminRole.OPERATOR,
      answers = {200, 400, 404, 415, 422},
      action = "group.run")
  public GroupRan run(
      @PathParam("queue") String queue,
      @Doc(value = "The group", example = "{'type':'mail:digest','group':'tenant-7'}")
          GroupRun wanted) {
    String name = Parameters.queue(queue);
    String type = Problems.allowing("type", () -> Names.checkType(wanted.type()));
    String group = Problems.allowing("group", () -> Names.checkGroup(wanted.group()));
    audit.detail("type", type).detail("group", group);
    long tasks = inspector.runGroup(name, type, group);
    if (tasks == 0) {
      throw Problems.notFound("There is no group '" + group + "' of '" + type + "'", "See groups");
    }
    audit.affected(tasks);
    return new GroupRan(tasks);
  }
}
