package io.kronosq.microprofile.metrics.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the registry that WildFly scrapes. What WildFly 39 injects hands only what its short
 * methods such as {@code counter(name, tags)} make on to it; meters that are built, which alone can
 * have histograms and descriptions, stay in the application and are never seen.
 */
final class ServerRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(ServerRegistry.class);
  private static final String WRAPPER =
      "org.wildfly.extension.micrometer.registry.ApplicationRegistry";

  private ServerRegistry() {}

  /** The registry behind the injected one; the same one where nothing is in between. */
  static MeterRegistry behind(MeterRegistry injected) {
    if (!injected.getClass().getName().equals(WRAPPER)) {
      return injected;
    }
    try {
      Field parent = injected.getClass().getDeclaredField("parentRegistry");
      parent.setAccessible(true);
      if (parent.get(injected) instanceof MeterRegistry behind) {
        return behind;
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("The registry behind {} can't be had", injected, e);
    }
    LOG.warn(
        "WildFly's Micrometer has changed, and may not show Kronosq's metrics: update Kronosq, or set"
            + " kronosq.metrics.enabled=false");
    return injected;
  }
}
