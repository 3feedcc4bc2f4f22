package io.kronosq.admin.queue;

import io.kronosq.Inspector;
import io.kronosq.QueueLimits;
import io.kronosq.admin.audit.AuditNote;
import io.kronosq.admin.live.QueueListing;
import io.kronosq.admin.live.QueuePage;
import io.kronosq.admin.live.QueueSnapshots;
import io.kronosq.admin.live.Statistics;
import io.kronosq.admin.live.StatisticsRange;
import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problems;
import io.kronosq.admin.query.Parameters;
import io.kronosq.admin.task.QueueTaskResource;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.inspect.KeyInfo;
import io.kronosq.inspect.KeyPage;
import io.kronosq.store.Layout;
import io.kronosq.task.QueueInfo;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queues, and what hangs from each. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueueResource {
  private static final int KEYS = 100;

  @Inject private Inspector inspector;
  @Inject private QueueSnapshots snapshots;
  @Inject private Statistics statistics;
  @Inject private AuditNote audit;
  @Inject private QueueTaskResource tasks;
  @Inject private QueueLimitsResource limits;
  @Inject private QueueGroupsResource groups;

  /** A page of queues. */
  @GET
  @Operation(
      value = "Lists queues",
      role = AdminRole.VIEWER,
      answers = {200, 400})
  public QueueList list(
      @Doc("A part of the name, whatever its case") @QueryParam("name") @Nullable String name,
      @Doc(
              value = "What they are ordered by",
              values = {"name", "pending", "latency", "archived", "active"})
          @QueryParam("sort")
          @Nullable String sort,
      @Doc(
              value = "The direction",
              values = {"asc", "desc"})
          @QueryParam("order")
          @Nullable String order,
      @Doc(value = "Queues of a page, 1 to 1000; 100 unless set", type = "integer")
          @QueryParam("limit")
          @Nullable String limit,
      @Doc("What the page before said of the next one") @QueryParam("cursor")
          @Nullable String cursor) {
    QueuePage page =
        snapshots.page(
            QueueListing.of(
                name,
                sort,
                order,
                Parameters.number("limit", limit, 1, QueueListing.MAX_LIMIT, 100),
                cursor));
    return new QueueList(
        page.queues().stream().map(this::view).toList(), page.next(), page.total());
  }

  /** A queue. */
  @GET
  @Path("{queue}")
  @Operation(
      value = "Tells of a queue",
      role = AdminRole.VIEWER,
      answers = {200, 400, 404})
  public QueueView get(@PathParam("queue") String queue) {
    return view(present(queue));
  }

  /** What was done in a queue. */
  @GET
  @Path("{queue}/history")
  @Operation(
      value = "Tells what was done in a queue, by time",
      role = AdminRole.VIEWER,
      answers = {200, 400})
  public Statistics.Report history(
      @PathParam("queue") String queue,
      @Doc(
              value = "How far back; an hour unless set",
              values = {"hour", "day", "fortnight"})
          @QueryParam("range")
          @Nullable String range) {
    return statistics.report(StatisticsRange.of(range), Parameters.queue(queue));
  }

  /** Pauses a queue. */
  @POST
  @Path("{queue}/pause")
  @Operation(
      value = "Keeps all servers from taking tasks of a queue",
      role = AdminRole.OPERATOR,
      answers = {200, 400, 404},
      action = "queue.pause")
  public QueueView pause(@PathParam("queue") String queue) {
    inspector.pauseQueue(present(queue).name());
    return changed(queue);
  }

  /** Ends a pause. */
  @POST
  @Path("{queue}/resume")
  @Operation(
      value = "Ends the pause of a queue",
      role = AdminRole.OPERATOR,
      answers = {200, 400, 404},
      action = "queue.resume")
  public QueueView resume(@PathParam("queue") String queue) {
    inspector.resumeQueue(present(queue).name());
    return changed(queue);
  }

  /** Deletes a queue. */
  @DELETE
  // Nothing is told, so that any format will do.
  @Produces(MediaType.WILDCARD)
  @Path("{queue}")
  @Operation(
      value = "Deletes a queue with its history and settings",
      role = AdminRole.ADMIN,
      answers = {204, 400, 404, 409},
      action = "queue.delete")
  public void delete(
      @PathParam("queue") String queue,
      @Doc(value = "Whether its tasks go, too", type = "boolean", example = "true")
          @QueryParam("force")
          @Nullable String force) {
    boolean forced = Parameters.flag("force", force);
    QueueInfo there = present(queue);
    audit.detail("force", forced);
    try {
      inspector.deleteQueue(there.name(), forced);
    } catch (IllegalStateException e) {
      throw Problems.conflict(String.valueOf(e.getMessage()), "Repeat it with force=true");
    }
    audit.affected(there.size());
    snapshots.outdated();
  }

  /**
   * Another number of partitions.
   *
   * @param count 1 to 256
   */
  public record Partitions(Integer count) {}

  /** Spreads a queue over more partitions, or fewer. */
  @PUT
  @Path("{queue}/partitions")
  @Operation(
      value = "Gives a queue another number of partitions",
      role = AdminRole.ADMIN,
      answers = {200, 400, 404, 415, 422},
      action = "queue.partitions")
  public QueueView partitions(
      @PathParam("queue") String queue,
      @Doc(value = "How many", example = "{'count':2}") Partitions partitions) {
    QueueInfo there = present(queue);
    int count = partitions.count();
    audit.detail("from", there.partitions()).detail("to", count);
    if (count < 1 || count > Layout.MAX_PARTITIONS) {
      throw Problems.refused(
          "count", "A queue has 1 to " + Layout.MAX_PARTITIONS + " partitions, not " + count);
    }
    inspector.setPartitions(there.name(), count);
    return changed(queue);
  }

  /**
   * A key that has tasks.
   *
   * @param key the key
   * @param pending its tasks that wait for a worker
   * @param active its tasks that a server holds
   * @param limits the limits that hold for it
   * @param limitedUntil when its rate allows the next one; null when that is now
   */
  public record Key(
      String key, long pending, long active, LimitsView limits, @Nullable Instant limitedUntil) {
    private static Key of(KeyInfo info) {
      return new Key(
          info.key(),
          info.pending(),
          info.active(),
          LimitsView.of(info.limits()),
          info.limitedUntil());
    }
  }

  /**
   * A page of keys.
   *
   * @param items by name
   * @param next where the next page begins; null when this is the last one
   */
  public record KeyList(List<Key> items, @Nullable String next) {}

  /** The keys that have tasks. */
  @GET
  @Path("{queue}/keys")
  @Operation(
      value = "Lists the limit keys of a queue that have tasks",
      role = AdminRole.VIEWER,
      answers = {200, 400})
  public KeyList keys(
      @PathParam("queue") String queue,
      @Doc("What the page before said of the next one") @QueryParam("cursor")
          @Nullable String cursor) {
    QueueLimits of = inspector.limits(Parameters.queue(queue));
    KeyPage page =
        Problems.reading(
            "cursor", () -> of.keys(cursor == null || cursor.isEmpty() ? null : cursor, KEYS));
    return new KeyList(page.keys().stream().map(Key::of).toList(), page.next());
  }

  /** The tasks of a queue. */
  @Path("{queue}/tasks")
  public QueueTaskResource tasks() {
    return tasks;
  }

  /** The limits of a queue and its keys. */
  @Path("{queue}/limits")
  public QueueLimitsResource limits() {
    return limits;
  }

  /** The groups of a queue. */
  @Path("{queue}/groups")
  public QueueGroupsResource groups() {
    return groups;
  }

  /** A queue is known by its name, also when it has no task; a new one by its tasks. */
  private QueueInfo present(String queue) {
    QueueInfo info = inspector.queue(Parameters.queue(queue));
    if (info.size() == 0
        && snapshots.latest().queues().stream().noneMatch(q -> q.name().equals(queue))) {
      throw Problems.notFound("There is no queue '" + queue + "'", "See /queues");
    }
    return info;
  }

  private QueueView changed(String queue) {
    audit.affected(1);
    snapshots.outdated();
    return view(inspector.queue(queue));
  }

  private QueueView view(QueueInfo queue) {
    return QueueView.of(queue, snapshots.latest().serversOf(queue.name()));
  }
}
