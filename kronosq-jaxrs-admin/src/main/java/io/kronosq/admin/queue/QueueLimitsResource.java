package io.kronosq.admin.queue;

import io.kronosq.Inspector;
import io.kronosq.QueueLimits;
import io.kronosq.admin.audit.AuditNote;
import io.kronosq.admin.live.QueueSnapshots;
import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problems;
import io.kronosq.admin.query.Parameters;
import io.kronosq.admin.query.Versions;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.task.Limits;
import io.kronosq.task.Names;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The limits of a queue, of each of its keys, and of single keys. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QueueLimitsResource {
  private static final int MAX_KEYS = 1_000;

  @Inject private Inspector inspector;
  @Inject private QueueSnapshots snapshots;
  @Inject private AuditNote audit;

  /**
   * The limits of a queue.
   *
   * @param queue for all tasks of the queue together
   * @param keys for the tasks of each key that has no limits of its own
   * @param ofKeys for the tasks of keys that have limits of their own
   */
  public record QueueLimitsView(
      LimitsView queue, LimitsView keys, @Nullable Map<String, LimitsView> ofKeys) {
    private static QueueLimitsView of(LimitSettings settings) {
      Map<String, LimitsView> keys = new TreeMap<>();
      settings.ofKeys().forEach((key, limits) -> keys.put(key, LimitsView.of(limits)));
      return new QueueLimitsView(
          LimitsView.of(settings.queue()), LimitsView.of(settings.keys()), keys);
    }

    private LimitSettings settings() {
      Map<String, Limits> single = new LinkedHashMap<>();
      if (ofKeys != null) {
        ofKeys.forEach(
            (key, limits) ->
                single.put(
                    Problems.allowing("ofKeys", () -> Names.checkLimitKey(key)),
                    limits.toLimits("ofKeys." + key)));
      }
      return new LimitSettings(queue.toLimits("queue"), keys.toLimits("keys"), single);
    }
  }

  /** The limits. */
  @GET
  @Operation(
      value = "Tells the limits of a queue and its keys, with their version as ETag",
      role = AdminRole.VIEWER,
      answers = {200, 400},
      returns = QueueLimitsView.class)
  public Response get(@PathParam("queue") String queue) {
    return answer(inspector.limits(Parameters.queue(queue)).settings());
  }

  /** Replaces the limits. */
  @PUT
  @Operation(
      value = "Replaces the limits of a queue and its keys, unless they were changed meanwhile",
      role = AdminRole.ADMIN,
      answers = {200, 400, 412, 415, 422, 428},
      returns = QueueLimitsView.class,
      action = "queue.limits")
  public Response put(
      @PathParam("queue") String queue,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Doc(
              value = "The limits",
              example =
                  "{'queue':{'concurrency':10},'keys':{'rate':{'count':5,'perMs':1000}},"
                      + "'ofKeys':{'tenant-7':{'concurrency':1}}}")
          QueueLimitsView wanted) {
    String name = Parameters.queue(queue);
    LimitSettings settings = wanted.settings();
    if (settings.ofKeys().size() > MAX_KEYS) {
      throw Problems.refused("ofKeys", "At most " + MAX_KEYS + " keys have limits of their own");
    }
    QueueLimits limits = inspector.limits(name);
    LimitSettings current = limits.settings();
    Versions.check(ifMatch, current);
    audit.detail("queue", wanted.queue()).detail("keys", wanted.keys());
    change(limits, current, settings);
    audit.affected(1);
    snapshots.outdated();
    return answer(limits.settings());
  }

  private static void change(QueueLimits limits, LimitSettings from, LimitSettings to) {
    if (!from.queue().equals(to.queue())) {
      limits.set(to.queue());
    }
    if (!from.keys().equals(to.keys())) {
      limits.setEachKey(to.keys());
    }
    from.ofKeys().keySet().stream()
        .filter(k -> !to.ofKeys().containsKey(k))
        .forEach(limits::clearKey);
    to.ofKeys()
        .forEach(
            (key, wanted) -> {
              if (!wanted.equals(from.ofKeys().get(key))) {
                limits.setKey(key, wanted);
              }
            });
  }

  private static Response answer(LimitSettings settings) {
    return Response.ok(QueueLimitsView.of(settings)).tag(Versions.of(settings)).build();
  }
}
