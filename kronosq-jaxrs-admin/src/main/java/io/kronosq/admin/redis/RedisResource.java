package io.kronosq.admin.redis;

import io.kronosq.Inspector;
import io.kronosq.admin.live.Finding;
import io.kronosq.admin.live.Overviews;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.inspect.RedisInfo;
import io.kronosq.time.TimeSource;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Redis that answers. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class RedisResource {
  @Inject private Inspector inspector;
  @Inject private Overviews overviews;
  @Inject private KronosExtension extension;

  /**
   * What matters of the Redis that answers.
   *
   * @param version its version
   * @param role master or slave
   * @param usedMemory bytes in use
   * @param maxMemory the limit in bytes; 0 for none
   * @param evictionPolicy what it does at the limit
   * @param persistence what it keeps on disk
   * @param replicas those that are connected
   * @param cluster its slots; null when it is not part of a cluster
   * @param problems what is wrong with it
   * @param latencyMs how long its answer took
   * @param prefix what starts every key
   */
  public record RedisView(
      String version,
      String role,
      long usedMemory,
      long maxMemory,
      String evictionPolicy,
      RedisInfo.Persistence persistence,
      List<RedisInfo.Replica> replicas,
      RedisInfo.@Nullable Cluster cluster,
      List<Finding> problems,
      double latencyMs,
      String prefix) {}

  /** The facts. */
  @GET
  @Operation(value = "Tells what matters of the Redis that answers", role = AdminRole.VIEWER)
  public RedisView get() {
    long start = TimeSource.system().nanos();
    RedisInfo info = inspector.redis();
    Duration took = Duration.ofNanos(TimeSource.system().nanos() - start);
    return new RedisView(
        info.version(),
        info.role(),
        info.usedMemory(),
        info.maxMemory(),
        info.evictionPolicy(),
        info.persistence(),
        info.replicas(),
        info.cluster(),
        problems(),
        Math.round(took.toNanos() / 10_000.0) / 100.0,
        extension.deployment().config().redis().prefix());
  }

  private List<Finding> problems() {
    List<Finding> findings = overviews.latest().findings();
    return findings == null
        ? List.of()
        : findings.stream().filter(each -> each.subjectKind().equals("REDIS")).toList();
  }
}
