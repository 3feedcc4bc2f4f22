package io.kronosq.admin.server;

import io.kronosq.Inspector;
import io.kronosq.admin.audit.AuditNote;
import io.kronosq.admin.live.QueueSnapshots;
import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.ProblemException;
import io.kronosq.admin.problem.Problems;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.inspect.ConcurrencySample;
import io.kronosq.inspect.ServerControl;
import io.kronosq.inspect.ServerInfo;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Servers. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ServerResource {
  private static final int MOST_HANDLERS = 100_000;

  @Inject private Inspector inspector;
  @Inject private QueueSnapshots snapshots;
  @Inject private AuditNote audit;

  /**
   * Servers.
   *
   * @param items by host, name and start
   */
  public record ServerList(List<ServerView> items) {}

  /**
   * How many handlers a server ran.
   *
   * @param samples the oldest first, of the last 24 hours at most
   */
  public record ServerHistory(List<ConcurrencySample> samples) {}

  /**
   * How many handlers a server is to run.
   *
   * @param min how many at least; null, with max, for what it is configured to
   * @param max how many at most
   */
  public record ConcurrencyChange(@Nullable Integer min, @Nullable Integer max) {}

  /** All servers. */
  @GET
  @Operation(value = "Lists servers", role = AdminRole.VIEWER)
  public ServerList list() {
    return new ServerList(snapshots.servers().stream().map(ServerView::new).toList());
  }

  /** A server. */
  @GET
  @Path("{id}")
  @Operation(
      value = "Tells of a server",
      role = AdminRole.VIEWER,
      answers = {200, 404})
  public ServerView get(@PathParam("id") String id) {
    return snapshots.servers().stream()
        .filter(server -> isCalled(server, id))
        .findFirst()
        .map(ServerView::new)
        .orElseThrow(() -> unknown(id));
  }

  /** Tasks and events tell the identity of a lease where a server is meant. */
  private static boolean isCalled(ServerInfo server, String id) {
    return server.report().id().equals(id) || server.report().leases().containsValue(id);
  }

  /** How many handlers it ran. */
  @GET
  @Path("{id}/history")
  @Operation(
      value = "Tells how many handlers a server ran, and could have run",
      role = AdminRole.VIEWER,
      answers = {200, 404})
  public ServerHistory history(@PathParam("id") String id) {
    return new ServerHistory(inspector.serverHistory(get(id).getId()));
  }

  /** Has it take no more tasks. */
  @POST
  @Path("{id}/quiet")
  @Operation(
      value = "Has a server take no more tasks, within a few seconds",
      role = AdminRole.OPERATOR,
      answers = {202, 404},
      returns = ServerView.class,
      action = "server.quiet")
  public Response quiet(@PathParam("id") String id) {
    return accepted(id, inspector.quietServer(get(id).getId()));
  }

  /** Has it take tasks again. */
  @POST
  @Path("{id}/resume")
  @Operation(
      value = "Has a quiet server take tasks again, within a few seconds",
      role = AdminRole.OPERATOR,
      answers = {202, 404},
      returns = ServerView.class,
      action = "server.resume")
  public Response resume(@PathParam("id") String id) {
    return accepted(id, inspector.unquietServer(get(id).getId()));
  }

  /** Has it stop. */
  @POST
  @Path("{id}/stop")
  @Operation(
      value = "Has a server drain and stop; only its process can start it again",
      role = AdminRole.ADMIN,
      answers = {202, 404},
      returns = ServerView.class,
      action = "server.stop")
  public Response stop(@PathParam("id") String id) {
    return accepted(id, inspector.stopServer(get(id).getId()));
  }

  /** Has it run more handlers, or fewer. */
  @PUT
  @Path("{id}/concurrency")
  @Operation(
      value = "Has a server run more handlers at a time, or fewer, until it is started anew",
      role = AdminRole.ADMIN,
      answers = {202, 400, 404, 415, 422},
      returns = ServerView.class,
      action = "server.concurrency")
  public Response concurrency(
      @PathParam("id") String id,
      @Doc(value = "How many; none of both for the configured ones", example = "{'min':1,'max':50}")
          ConcurrencyChange wanted) {
    String known = get(id).getId();
    audit.detail("min", wanted.min()).detail("max", wanted.max());
    return accepted(id, inspector.setConcurrency(known, range(wanted)));
  }

  private static ServerControl.@Nullable Range range(ConcurrencyChange wanted) {
    Integer min = wanted.min();
    Integer max = wanted.max();
    if (min == null && max == null) {
      return null;
    }
    if (min == null || max == null) {
      throw Problems.refused(
          min == null ? "min" : "max", "Give both min and max, or none for the configured ones");
    }
    if (max > MOST_HANDLERS) {
      throw Problems.refused("max", "A server runs at most " + MOST_HANDLERS + " handlers");
    }
    return Problems.allowing("min", () -> new ServerControl.Range(min, max));
  }

  private Response accepted(String id, boolean there) {
    if (!there) {
      throw unknown(id);
    }
    audit.affected(1);
    snapshots.outdated();
    return Response.accepted(get(id)).build();
  }

  private static ProblemException unknown(String id) {
    return Problems.notFound(
        "There is no server '" + id + "'", "See /servers; ids change at start");
  }
}
