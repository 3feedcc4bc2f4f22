package io.kronosq.admin.schedule;

import io.kronosq.Inspector;
import io.kronosq.admin.audit.AuditNote;
import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problems;
import io.kronosq.admin.query.Parameters;
import io.kronosq.admin.query.Versions;
import io.kronosq.admin.task.Shown;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.schedule.ScheduleEdit;
import io.kronosq.schedule.ScheduleInfo;
import io.kronosq.schedule.ScheduleTiming;
import io.kronosq.schedule.Schedules;
import io.kronosq.store.TickRecord;
import io.kronosq.task.TaskRef;
import io.kronosq.time.TimeSource;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schedules. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ScheduleResource {
  private static final int NEXT_IN_LIST = 1;
  private static final int NEXT = 5;
  private static final int MAX_PREVIEW = 100;

  @Inject private Inspector inspector;
  @Inject private Shown shown;
  @Inject private AuditNote audit;

  /**
   * Schedules.
   *
   * @param items by id
   */
  public record ScheduleList(List<ScheduleView> items) {}

  /**
   * What became of a tick.
   *
   * @param tick the time that it is for
   * @param at when that was decided
   * @param outcome what was decided
   * @param server who did
   * @param taskId the task; null when none was enqueued
   */
  public record Tick(
      Instant tick,
      Instant at,
      TickRecord.Outcome outcome,
      String server,
      @Nullable String taskId) {
    private static Tick of(TickRecord record) {
      return new Tick(record.tick(), record.at(), record.outcome(), record.server(), record.task());
    }
  }

  /**
   * What became of the ticks of a schedule.
   *
   * @param ticks the latest first
   */
  public record ScheduleHistory(List<Tick> ticks) {}

  /** All schedules. */
  @GET
  @Operation(value = "Lists schedules", role = AdminRole.VIEWER)
  public ScheduleList list() {
    return new ScheduleList(
        schedules().list().stream()
            .map(info -> new ScheduleView(info, next(info, NEXT_IN_LIST), null))
            .toList());
  }

  /** A schedule. */
  @GET
  @Path("{id}")
  @Operation(
      value = "Tells of a schedule, with its version as ETag",
      role = AdminRole.VIEWER,
      answers = {200, 404},
      returns = ScheduleView.class)
  public Response get(@PathParam("id") String id) {
    return answer(present(id));
  }

  /** The ticks that a pattern would have. */
  @GET
  @Path("preview")
  @Operation(
      value = "Tells the next ticks of a pattern",
      role = AdminRole.VIEWER,
      answers = {200, 400, 422})
  public SchedulePreview preview(
      @Doc(value = "The pattern", required = true, example = "*/10 * * * *") @QueryParam("pattern")
          @Nullable String pattern,
      @Doc(value = "The zone; UTC unless set", example = "Europe/Berlin") @QueryParam("zone")
          @Nullable String zone,
      @Doc(value = "How many, 1 to 100; 5 unless set", type = "integer") @QueryParam("count")
          @Nullable String count) {
    if (pattern == null || pattern.isBlank()) {
      throw Problems.malformed("pattern", "The pattern is missing", "Add pattern=…");
    }
    ZoneId in = zone == null || zone.isEmpty() ? ZoneOffset.UTC : ScheduleChange.zone(zone);
    return SchedulePreview.of(
        pattern,
        in,
        TimeSource.system().now(),
        Parameters.number("count", count, 1, MAX_PREVIEW, NEXT));
  }

  /** What became of its ticks. */
  @GET
  @Path("{id}/history")
  @Operation(
      value = "Tells what became of the ticks of a schedule",
      role = AdminRole.VIEWER,
      answers = {200, 404})
  public ScheduleHistory history(@PathParam("id") String id) {
    return new ScheduleHistory(
        schedules().history(present(id).id(), Schedules.MAX_HISTORY).stream()
            .map(Tick::of)
            .toList());
  }

  /**
   * What a trigger did.
   *
   * @param queue the queue of the task
   * @param taskId the task
   */
  public record Triggered(String queue, String taskId) {}

  /** Enqueues its task now. */
  @POST
  @Path("{id}/trigger")
  @Operation(
      value = "Enqueues the task of a schedule now, out of turn",
      role = AdminRole.OPERATOR,
      answers = {200, 404, 409},
      action = "schedule.trigger")
  public Triggered trigger(@PathParam("id") String id) {
    TaskRef task =
        schedules()
            .trigger(present(id).id())
            .orElseThrow(
                () ->
                    Problems.conflict(
                        "The last task of schedule '" + id + "' is not done",
                        "Wait for it, or have the schedule overlap"));
    audit.detail("task", task.id()).affected(1);
    return new Triggered(task.queue(), task.id());
  }

  /** Lets it rest. */
  @POST
  @Path("{id}/pause")
  @Operation(
      value = "Lets a schedule rest",
      role = AdminRole.OPERATOR,
      answers = {200, 404},
      returns = ScheduleView.class,
      action = "schedule.pause")
  public Response pause(@PathParam("id") String id) {
    return changed(schedules().pause(present(id).id()));
  }

  /** Ends its pause. */
  @POST
  @Path("{id}/resume")
  @Operation(
      value = "Ends the pause of a schedule",
      role = AdminRole.OPERATOR,
      answers = {200, 404},
      returns = ScheduleView.class,
      action = "schedule.resume")
  public Response resume(@PathParam("id") String id) {
    return changed(schedules().resume(present(id).id()));
  }

  /** Drops what operators changed. */
  @POST
  @Path("{id}/reset")
  @Operation(
      value = "Drops what operators changed in a schedule",
      role = AdminRole.OPERATOR,
      answers = {200, 404},
      returns = ScheduleView.class,
      action = "schedule.reset")
  public Response reset(@PathParam("id") String id) {
    return changed(schedules().reset(present(id).id()));
  }

  /** Changes it. */
  @PATCH
  @Path("{id}")
  @Operation(
      value = "Changes a schedule, unless it was changed meanwhile",
      role = AdminRole.ADMIN,
      answers = {200, 400, 404, 412, 415, 422, 428},
      returns = ScheduleView.class,
      action = "schedule.edit")
  public Response change(
      @PathParam("id") String id,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Doc(
              value = "What is to change",
              example = "{'pattern':'0 4 * * *','zone':'Europe/Berlin','overlap':'SKIP'}")
          ScheduleChange wanted) {
    ScheduleInfo current = present(id);
    ScheduleEdit edit = wanted.edit();
    Versions.check(ifMatch, ScheduleView.Version.of(current));
    audit
        .detail("pattern", wanted.pattern())
        .detail("zone", wanted.zone())
        .detail("queue", wanted.queue())
        .detail("misfire", wanted.misfire())
        .detail("overlap", wanted.overlap())
        .detail("payload", wanted.payload() == null ? null : "changed");
    return changed(schedules().edit(current.id(), edit));
  }

  /** Removes it. */
  @DELETE
  // Nothing is told, so that any format will do.
  @Produces(MediaType.WILDCARD)
  @Path("{id}")
  @Operation(
      value = "Removes a schedule and its history",
      role = AdminRole.ADMIN,
      answers = {204, 404},
      action = "schedule.delete")
  public void delete(@PathParam("id") String id) {
    schedules().remove(present(id).id());
    audit.affected(1);
  }

  private Schedules schedules() {
    return inspector.schedules();
  }

  private ScheduleInfo present(String id) {
    return schedules()
        .get(id)
        .orElseThrow(
            () -> Problems.notFound("There is no schedule '" + id + "'", "See /schedules"));
  }

  private Response changed(ScheduleInfo info) {
    audit.affected(1);
    return answer(info);
  }

  private Response answer(ScheduleInfo info) {
    ScheduleView view =
        new ScheduleView(info, next(info, NEXT), shown.plain(info.effective().task().payload()));
    return Response.ok(view).tag(Versions.of(ScheduleView.Version.of(info))).build();
  }

  private static List<Instant> next(ScheduleInfo info, int count) {
    Instant first = info.nextTick();
    if (first == null) {
      return List.of();
    }
    ScheduleTiming timing = info.effective().timing();
    return SchedulePreview.ticks(timing.pattern(), timing.zone(), first.minusNanos(1), count);
  }
}
