package io.kronosq.microprofile.health;

import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.cdi.runtime.KronosProducer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** An application of a few beans whose health is asked for. */
final class MonitoredApplication implements AutoCloseable {
  private final Config config;
  private final WeldContainer container;

  private MonitoredApplication(Config config, WeldContainer container) {
    this.config = config;
    this.container = container;
  }

  static MonitoredApplication start(Map<String, String> properties, Class<?>... beans) {
    Config config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(properties, "test", 100))
            .build();
    ConfigProviderResolver.instance()
        .registerConfig(config, Thread.currentThread().getContextClassLoader());
    return new MonitoredApplication(
        config,
        new Weld()
            .disableDiscovery()
            .addExtension(new KronosExtension())
            .beanClasses(beans)
            .addBeanClasses(
                KronosLifecycle.class, KronosProducer.class, KronosHealth.class, HealthChecks.class)
            .initialize());
  }

  <T> T get(Class<T> type) {
    return container.select(type).get();
  }

  KronosHealth health() {
    return get(KronosHealth.class);
  }

  @Override
  public void close() {
    container.shutdown();
    ConfigProviderResolver.instance().releaseConfig(config);
  }
}
