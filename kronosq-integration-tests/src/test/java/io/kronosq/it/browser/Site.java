package io.kronosq.it.browser;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.handler.RetryLaterException;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.Dimension;

/**
 * What the dashboard shows: a Redis of its own, which can be stopped, and a server in this JVM; and
 * the browser that looks at it.
 */
public final class Site implements AutoCloseable {
  /**
   * The queue that {@link #server} serves; its types are report, broken, flaky, import and a
   * hostile one.
   */
  public static final String SERVED = "post";

  /** The server's name. */
  public static final String SERVER = "worker <b>one</b>";

  static final Dimension WIDE = new Dimension(1280, 900);
  static final Dimension PHONE = new Dimension(390, 844);

  private final String base;
  private final int port;
  private final TaskStore store;
  private final Inspector inspector;
  private final KronosClient client;
  private final CountDownLatch imports = new CountDownLatch(1);
  private final KronosServer server;
  private final Dashboard dashboard;
  private EmbeddedRedis redis;
  private int queues;

  /**
   * Starts all of it, and logs an admin in.
   *
   * @param base where the dashboard is, with a slash at the end
   * @param port where its Redis is to be
   */
  public Site(String base, int port) {
    this.base = base;
    this.port = port;
    redis = startRedis(port);
    store =
        RedisTaskStore.open(RedisConfig.parse("redis://127.0.0.1:" + port).withPrefix("dashboard"));
    inspector = Inspector.of(store);
    client = KronosClient.builder(store).build();
    server =
        KronosServer.builder(store)
            .router(router())
            .queue(SERVED, 1)
            .concurrency(8)
            .name(SERVER)
            // It tells of itself, and obeys, the more often the shorter its lease is.
            .lease(Duration.ofSeconds(10))
            .build();
    server.start();
    dashboard = Dashboard.open(base, "admin", WIDE);
  }

  /** A port for it. */
  public static int freePort() {
    return TestRedis.freePort();
  }

  private static EmbeddedRedis startRedis(int port) {
    return EmbeddedRedis.builder().inMemory().port(port).build().start();
  }

  private TaskRouter router() {
    TaskRouter router = new TaskRouter();
    router.handle("report", context -> {});
    router.handle(
        "broken",
        context -> {
          throw new SkipRetryException("The printer is on fire");
        });
    router.handle(
        "flaky",
        context -> {
          throw new RetryLaterException("The line is busy", Duration.ofMillis(1), null);
        });
    router.handle(
        "import",
        context -> {
          context.progress(0.4, Hostile.TURNED);
          context.log(Hostile.TURNED);
          imports.await();
        });
    router.handle(
        Hostile.MARKUP,
        context -> {
          throw new SkipRetryException(Hostile.LONG);
        });
    return router;
  }

  /** Where the dashboard is, with a slash at the end. */
  String base() {
    return base;
  }

  Dashboard dashboard() {
    return dashboard;
  }

  TaskStore store() {
    return store;
  }

  Inspector inspector() {
    return inspector;
  }

  KronosClient client() {
    return client;
  }

  /** The server as it told of itself; one that was just started has to do so first. */
  ServerInfo server() {
    Await.until("the server tells of itself", () -> named(SERVER) != null);
    return named(SERVER);
  }

  /** A server that told of itself, or null. */
  @Nullable ServerInfo named(String name) {
    return inspector.servers().stream()
        .filter(each -> each.report().name().equals(name))
        .findAny()
        .orElse(null);
  }

  void stopRedis() {
    redis.close();
  }

  /** Starts an empty one in its place. */
  void startRedis() {
    redis = startRedis(port);
  }

  /** A wide page, and a queue that nobody serves. */
  public String prepare() {
    dashboard.resize(WIDE);
    return "orders-" + ++queues;
  }

  @Override
  public void close() {
    dashboard.close();
    imports.countDown();
    server.stop();
    client.close();
    store.close();
    redis.close();
  }
}
