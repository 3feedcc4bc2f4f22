package io.kronosq.microprofile.metrics;

import io.kronosq.cdi.config.KronosConfig;
import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.metric.MetricsListener;
import io.kronosq.worker.ServerStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.ToIntFunction;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the engine measured where the server has a registry; it is asked for when Kronosq opens. */
@ApplicationScoped
public class MetricsProducer {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsProducer.class);

  @Inject private KronosExtension extension;
  @Inject private KronosLifecycle lifecycle;
  @Inject @Any private Instance<Object> beans;

  private @Nullable Registry registry;

  /** Measures in the server's registry; nothing where it has none. */
  @Produces
  @Dependent
  public MetricsListener metrics() {
    Optional<Registry> found = RegistryLookup.find(beans);
    if (found.isEmpty()) {
      LOG.info("Kronosq is not measured, because the server has no metrics registry");
      return MetricsListener.NONE;
    }
    registry = found.get();
    KronosConfig config = extension.deployment().config();
    String application = applicationName(config.workers().name());
    Series series = new Series(registry, application);
    series.gauge(EngineMetric.WORKERS_BUSY, () -> status(ServerStatus::busy));
    series.gauge(EngineMetric.WORKERS_STUCK, () -> status(ServerStatus::stuck));
    series.gauge(EngineMetric.WORKERS_TARGET, () -> status(MetricsProducer::target));
    LOG.info("Kronosq is measured in {}, as {}", registry.description(), application);
    return new RegistryMetrics(series, config.metrics().maxNames());
  }

  /** Takes everything out of the server's registry, which outlives the application. */
  public void close(@Disposes MetricsListener metrics) {
    if (registry != null) {
      registry.removeAll();
    }
  }

  private int status(ToIntFunction<ServerStatus> number) {
    return lifecycle.status().map(status -> number.applyAsInt(status)).orElse(0);
  }

  private static int target(ServerStatus status) {
    return status.state() == ServerStatus.State.RUNNING ? status.concurrency() : 0;
  }

  private static String applicationName(@Nullable String configured) {
    if (configured != null) {
      return configured;
    }
    try {
      return InitialContext.doLookup("java:module/ModuleName");
    } catch (NamingException outsideAServer) {
      LOG.debug("There is no module name", outsideAServer);
      return "default";
    }
  }
}
