package io.kronosq.microprofile.health;

import io.kronosq.cdi.config.HealthCheckId;
import io.kronosq.cdi.config.HealthConfig;
import io.kronosq.cdi.config.KronosConfig;
import io.kronosq.cdi.handler.HandlerDefinition;
import io.kronosq.cdi.runtime.KronosDeployment;
import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.cdi.runtime.KronosLifecycle.Phase;
import io.kronosq.inspect.RedisInfo;
import io.kronosq.time.TimeSource;
import io.kronosq.worker.ServerActivity;
import io.kronosq.worker.ServerStatus;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The health of Kronosq in this application. It names no type of MicroProfile Health, so that it is
 * there on every server. No check waits longer than about a second, whatever Redis does.
 */
@ApplicationScoped
public class KronosHealth {
  /** How long the answers that checks need are waited for; most are known already. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Inject private KronosExtension extension;
  @Inject private KronosLifecycle lifecycle;

  private final TimeSource time = TimeSource.system();
  private final ActivityWatch workers = new ActivityWatch(time, () -> lifecycle.activity());
  private @Nullable StoreWatch store;
  private volatile boolean started;
  private volatile String application = "";

  /** The name of the module is in JNDI now; requests for its health have other names around. */
  void onInitialized(@Observes @Initialized(ApplicationScoped.class) Object event) {
    String configured = extension.deployment().config().workers().name();
    application = configured == null ? ApplicationName.ofModule() : configured;
  }

  @PreDestroy
  synchronized void close() {
    if (store != null) {
      store.close();
    }
  }

  /** Green once Redis has answered and each queue that is served has its lease; for good then. */
  public Finding startup() {
    return check(HealthCheckId.STARTUP, this::startup);
  }

  /** Green while Redis answers, and is a master. */
  public Finding redis() {
    return check(HealthCheckId.REDIS, this::redis);
  }

  /** Green unless Redis is known to evict tasks when memory is short. */
  public Finding evictionPolicy() {
    return check(HealthCheckId.EVICTION_POLICY, this::evictionPolicy);
  }

  /** Green until the application is about to take no more tasks. */
  public Finding draining() {
    return check(HealthCheckId.DRAINING, this::draining);
  }

  /** Green while there are workers for the handlers that the application has. */
  public Finding handlers() {
    return check(HealthCheckId.HANDLERS, this::handlers);
  }

  /** Green while the workers move towards their next claim. */
  public Finding claims() {
    return check(HealthCheckId.CLAIMS, this::claims);
  }

  /** Green while no handler ignores its cancellation for too long. */
  public Finding stuckHandlers() {
    return check(HealthCheckId.STUCK_HANDLERS, this::stuckHandlers);
  }

  private Finding check(HealthCheckId id, Function<Finding.Builder, Finding> judge) {
    KronosConfig config = extension.deployment().config();
    Finding.Builder finding = Finding.of(id.fullName());
    if (!application.isEmpty()) {
      finding.with("application", application);
    }
    if (!config.enabled()) {
      return finding.with("state", "disabled by kronosq.enabled=false").up();
    }
    if (!config.health().checks().contains(id)) {
      return finding
          .with("state", "switched off by kronosq.health." + id.text() + ".enabled=false")
          .up();
    }
    return lifecycle.phase() == Phase.STOPPED && id != HealthCheckId.DRAINING
        ? finding.with("state", "stopped").up()
        : judge.apply(finding);
  }

  private Finding startup(Finding.Builder finding) {
    if (started) {
      return finding.with("state", "started").up();
    }
    KronosDeployment deployment = extension.deployment();
    RedisWatch.View redis = redisView();
    if (redis.redis() == null) {
      return redisIsSilent(finding, redis);
    }
    if (deployment.needsWorkers()) {
      ServerActivity activity = workers.view(PATIENCE).activity();
      if (activity == null) {
        return noWorkers(finding);
      }
      Set<String> leased =
          activity.partitions().stream()
              .filter(ServerActivity.Partition::leased)
              .map(ServerActivity.Partition::queue)
              .collect(Collectors.toSet());
      String missing =
          deployment.queues().keySet().stream()
              .filter(queue -> !leased.contains(queue))
              .sorted()
              .collect(Collectors.joining(", "));
      if (!missing.isEmpty()) {
        return finding
            .with("queues.without.lease", missing)
            .down(
                "No lease was taken yet for " + missing,
                "Wait; if it stays, look for refused commands in the log of the server");
      }
    }
    started = true;
    return finding.with("state", "started").up();
  }

  private Finding redis(Finding.Builder finding) {
    RedisWatch.View view = redisView();
    RedisInfo redis = view.redis();
    if (redis == null || view.silence().compareTo(settings().redisSilence()) > 0) {
      return redisIsSilent(finding, view);
    }
    finding
        .with("version", redis.version())
        .with("role", redis.role())
        .with("memory.used.bytes", redis.usedMemory())
        .with("memory.max.bytes", redis.maxMemory())
        .with("answered.ms.ago", view.silence().toMillis());
    return redis.role().equals("slave")
        ? finding.down(
            "Redis is a replica, which takes no tasks",
            "Have kronosq.redis.uri name the master, or the sentinels that watch it")
        : finding.up();
  }

  private static Finding redisIsSilent(Finding.Builder finding, RedisWatch.View view) {
    finding.with("silent.ms", view.silence().toMillis());
    if (view.failure() != null) {
      finding.with("failure", view.failure());
    }
    return finding.down(
        view.redis() == null
            ? "Redis has not answered yet"
            : "Redis has not answered for " + Texts.seconds(view.silence()),
        "Bring Redis back, or correct kronosq.redis.uri; tasks wait, and workers go on by"
            + " themselves");
  }

  private Finding evictionPolicy(Finding.Builder finding) {
    RedisInfo redis = redisView().redis();
    if (redis == null) {
      return finding.with("policy", "not known, since Redis has not answered yet").up();
    }
    String policy = redis.evictionPolicy();
    finding.with("policy", policy);
    if (policy.equals("noeviction") || policy.equals("unknown")) {
      return finding.up();
    }
    String where = RedisPlaces.evicting(redis);
    return finding.down(
        "The maxmemory-policy of Redis"
            + (where.isEmpty() ? "" : " at " + where)
            + " is '"
            + policy
            + "', so that tasks may vanish when memory is short",
        "CONFIG SET maxmemory-policy noeviction, and the same in its redis.conf");
  }

  private Finding draining(Finding.Builder finding) {
    Phase phase = lifecycle.phase();
    lifecycle.status().ifPresent(status -> finding.with("tasks.held", status.busy()));
    return switch (phase) {
      case NEW, RUNNING -> finding.with("state", "takes tasks").up();
      case DRAINING ->
          finding.down(
              "The application drains: it is about to take no more tasks, or takes none already",
              "None is needed if it is to stop; otherwise start it again");
      case STOPPED ->
          finding.down("Kronosq has stopped with its application", "Start the application again");
    };
  }

  private Finding handlers(Finding.Builder finding) {
    KronosDeployment deployment = extension.deployment();
    if (!deployment.needsWorkers()) {
      return finding.with("handlers", "none: this application only enqueues").up();
    }
    finding
        .with(
            "handlers",
            deployment.handlers().stream()
                .map(HandlerDefinition::pattern)
                .sorted()
                .collect(Collectors.joining(", ")))
        .with("queues", deployment.queues().toString());
    ServerStatus status = lifecycle.status().orElse(null);
    if (status == null) {
      return noWorkers(finding);
    }
    if (!status.unhandledTypes().isEmpty()) {
      finding.with("types.without.handler", status.unhandledTypes().toString());
    }
    return finding
        .with("state", Texts.lowerCase(status.state()))
        .with("concurrency", status.concurrency())
        .with("tasks.held", status.busy())
        .up();
  }

  private static Finding noWorkers(Finding.Builder finding) {
    return finding.down(
        "The workers have not started", "Wait; if it stays, look for the reason in the log");
  }

  private Finding claims(Finding.Builder finding) {
    ActivityWatch.View view = workers.view(PATIENCE);
    Duration limit = settings().claimSilence();
    if (view.unanswered().compareTo(limit) > 0) {
      return finding
          .with("unanswered.ms", view.unanswered().toMillis())
          .down(
              "The thread kronosq-io has not answered for " + Texts.seconds(view.unanswered()),
              "Keep a thread dump, which shows what blocks it, and restart the application");
    }
    ServerActivity activity = view.activity();
    if (activity == null || activity.state() != ServerStatus.State.RUNNING) {
      return finding.with("state", activity == null ? "no workers" : "drains").up();
    }
    Stall.describe(activity, finding);
    List<String> stalled = Stall.of(activity, limit);
    return stalled.isEmpty()
        ? finding.up()
        : finding.down(
            "The workers made no move for more than "
                + Texts.seconds(limit)
                + " towards tasks of "
                + String.join(", ", stalled),
            "Keep a thread dump and the log, and restart the application");
  }

  private Finding stuckHandlers(Finding.Builder finding) {
    ServerActivity activity = workers.view(PATIENCE).activity();
    if (activity == null) {
      return finding.up();
    }
    Duration limit = settings().stuckAfter();
    List<ServerActivity.StuckHandler> over =
        activity.stuck().stream().filter(stuck -> stuck.stuck().compareTo(limit) >= 0).toList();
    finding.with("stuck", activity.stuck().size());
    for (int i = 0; i < Math.min(over.size(), Texts.MOST_LISTED); i++) {
      finding.with("stuck." + (i + 1), Texts.of(over.get(i)));
    }
    return over.isEmpty()
        ? finding.up()
        : finding.down(
            over.size()
                + (over.size() == 1
                    ? " handler ignores its cancellation: "
                    : " handlers ignore their cancellation: ")
                + Texts.types(over),
            "Have the handler answer interrupts, or call TaskContext.throwIfCancelled(); a restart"
                + " frees the threads");
  }

  private HealthConfig settings() {
    return extension.deployment().config().health();
  }

  private RedisWatch.View redisView() {
    return storeWatch().view(PATIENCE);
  }

  private synchronized StoreWatch storeWatch() {
    StoreWatch known = store;
    if (known == null) {
      known = new StoreWatch(lifecycle, time);
      store = known;
    }
    return known;
  }
}
