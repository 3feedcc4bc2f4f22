package io.kronosq.microprofile.metrics;

import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.cdi.runtime.KronosProducer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** An application with a Redis of its own and whatever registry its beans produce. */
final class MeasuredApplication implements AutoCloseable {
  private final Config config;
  private final WeldContainer container;

  private MeasuredApplication(Config config, WeldContainer container) {
    this.config = config;
    this.container = container;
  }

  static MeasuredApplication start(Map<String, String> more, Class<?>... beans) {
    Map<String, String> properties = new HashMap<>(more);
    properties.put("kronosq.redis.uri", "embedded:?memory");
    properties.put("kronosq.name", "shop");
    Config config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new PropertiesConfigSource(properties, "test", 100))
            .build();
    ConfigProviderResolver.instance()
        .registerConfig(config, Thread.currentThread().getContextClassLoader());
    return new MeasuredApplication(
        config,
        new Weld()
            .disableDiscovery()
            .addExtension(new KronosExtension())
            .beanClasses(beans)
            .addBeanClasses(KronosLifecycle.class, KronosProducer.class, MetricsProducer.class)
            .initialize());
  }

  <T> T get(Class<T> type) {
    return container.select(type).get();
  }

  @Override
  public void close() {
    if (container.isRunning()) {
      container.shutdown();
    }
    ConfigProviderResolver.instance().releaseConfig(config);
  }
}
