package io.kronosq.cdi;

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

/** An application of a few beans in a CDI container of its own. */
public final class Application implements AutoCloseable {
  private final Config config;
  private final WeldContainer container;

  private Application(Config config, WeldContainer container) {
    this.config = config;
    this.container = container;
  }

  public static Builder of(Class<?>... beans) {
    return new Builder(beans);
  }

  public <T> T get(Class<T> type) {
    return container.select(type).get();
  }

  @Override
  public void close() {
    if (container.isRunning()) {
      container.shutdown();
    }
    release(config);
  }

  private static void release(Config config) {
    ConfigProviderResolver.instance().releaseConfig(config);
  }

  public static final class Builder {
    private final Class<?>[] beans;
    private final Map<String, String> properties = new HashMap<>();

    private Builder(Class<?>... beans) {
      this.beans = beans;
    }

    public Builder with(String key, Object value) {
      properties.put(key, value.toString());
      return this;
    }

    /** Deploys the application; what fails its deployment is thrown. */
    public Application start() {
      Config config =
          new SmallRyeConfigBuilder()
              .addDefaultInterceptors()
              .withSources(new PropertiesConfigSource(properties, "test", 100))
              .build();
      ConfigProviderResolver.instance()
          .registerConfig(config, Thread.currentThread().getContextClassLoader());
      boolean started = false;
      try {
        WeldContainer container =
            new Weld()
                .disableDiscovery()
                .addExtension(new KronosExtension())
                .beanClasses(beans)
                .addBeanClasses(KronosLifecycle.class, KronosProducer.class)
                .initialize();
        started = true;
        return new Application(config, container);
      } finally {
        if (!started) {
          release(config);
        }
      }
    }
  }
}
