package io.kronosq.testkit;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Redis in a container. Testcontainers may be absent; then this class can't be used. */
final class RedisContainer implements AutoCloseable {
  private static final DockerImageName IMAGE = DockerImageName.parse("redis:7.2-alpine");
  private static final int PORT = 6379;

  private final GenericContainer<?> container;

  private RedisContainer(GenericContainer<?> container) {
    this.container = container;
  }

  static boolean isDockerAvailable() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  static RedisContainer start() {
    GenericContainer<?> container = new GenericContainer<>(IMAGE).withExposedPorts(PORT);
    container.start();
    return new RedisContainer(container);
  }

  String uri() {
    return "redis://" + container.getHost() + ":" + container.getMappedPort(PORT);
  }

  @Override
  public void close() {
    container.close();
  }
}
