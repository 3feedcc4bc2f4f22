package io.kronosq.microprofile.metrics;

import io.kronosq.microprofile.metrics.micrometer.MicrometerRegistry;
import io.kronosq.microprofile.metrics.mp.MpRegistry;
import io.kronosq.microprofile.metrics.otel.OtelRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.metrics.Meter;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the registry of the server. No bean of ours names one, since a bean whose types are missing
 * makes some servers complain; the classes that do are loaded only where theirs are there.
 */
final class RegistryLookup {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryLookup.class);

  private RegistryLookup() {}

  /**
   * The first that there is: MicroProfile Metrics, Micrometer, OpenTelemetry.
   *
   * @param beans of the application
   */
  static Optional<Registry> find(Instance<Object> beans) {
    return Optional.<Registry>empty()
        .or(() -> guarded("MicroProfile Metrics", () -> MicroProfile.find(beans)))
        .or(() -> guarded("Micrometer", () -> Micrometer.find(beans)))
        .or(() -> guarded("OpenTelemetry", () -> OpenTelemetry.find(beans)));
  }

  private interface Finder {
    Optional<Registry> find();
  }

  private static Optional<Registry> guarded(String name, Finder finder) {
    try {
      return finder.find();
    } catch (LinkageError absent) {
      LOG.debug("{} is not here: {}", name, absent.toString());
      return Optional.empty();
    }
  }

  private static <T> Optional<Registry> select(
      Instance<Object> beans, Class<T> type, Function<T, Registry> adapter) {
    // Servers have further registries, each with a qualifier.
    Instance<T> found = beans.select(type, Default.Literal.INSTANCE);
    return found.isResolvable() ? Optional.of(adapter.apply(found.get())) : Optional.empty();
  }

  private static final class MicroProfile {
    static Optional<Registry> find(Instance<Object> beans) {
      return select(beans, MetricRegistry.class, MpRegistry::new);
    }
  }

  private static final class Micrometer {
    static Optional<Registry> find(Instance<Object> beans) {
      return select(beans, MeterRegistry.class, MicrometerRegistry::new);
    }
  }

  private static final class OpenTelemetry {
    static Optional<Registry> find(Instance<Object> beans) {
      return select(beans, Meter.class, OtelRegistry::new);
    }
  }
}
