package io.kronosq.it;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.it.blocked.Gate;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/**
 * Handlers that wait keep neither each other nor HTTP from the server's threads, nor other queues
 * from going on. For {@code -Dit.blocked.seconds=60} they wait for that long.
 */
@ArquillianTest
class BlockedHandlersIT {
  private static final int HANDLERS = 64;
  private static final Duration BLOCKED =
      Duration.ofSeconds(Integer.getInteger("it.blocked.seconds", 4));

  /** Shorter ones say more of the machine than of the server. */
  private static final Duration UNSUSPICIOUS = Duration.ofMillis(150);

  @Deployment(testable = false)
  static WebArchive application() {
    return Wars.withLibrary(
            "blocked",
            Map.of(
                // One of them is for other queues.
                "kronosq.concurrency",
                Integer.toString(HANDLERS + 1),
                "it.blocked.handlers",
                Integer.toString(HANDLERS)))
        .addPackage(Gate.class.getPackage());
  }

  @Test
  void sixtyFourThatWaitSlowNeitherHttpNorOtherQueues() throws Exception {
    try (AppServer server = AppServer.connect();
        KronosClient client = KronosClient.open(SharedRedis.config("blocked"));
        Inspector inspector = Inspector.open(SharedRedis.config("blocked"))) {
      ping(server, Duration.ofSeconds(2));
      Latencies before = ping(server, BLOCKED.dividedBy(2));

      client.enqueueAll(
          nCopies(2 * HANDLERS, Task.of("blocked", new byte[0])), EnqueueOption.queue("blocked"));
      assertThat(server.get("/blocked/crowded").body()).isEqualTo("true");
      client.enqueueAll(nCopies(100, Task.of("passing", new byte[0])));
      Await.until("other queues go on", () -> inspector.queue("default").size() == 0);
      Latencies blocked = ping(server, BLOCKED);
      assertThat(inspector.queue("blocked").active()).isEqualTo(HANDLERS);

      assertThat(server.get("/blocked/open").body()).isEqualTo("open");
      Await.until("they go on, too", () -> inspector.queue("blocked").size() == 0);
      Latencies idle = before.and(ping(server, BLOCKED.dividedBy(2)));
      Measured.tell("HTTP while no handler runs", idle);
      Measured.tell("HTTP while 64 are blocked", blocked);
      Duration twice = idle.percentile(99).multipliedBy(2);
      assertThat(blocked.percentile(99))
          .as("idle: %s; blocked: %s", idle, blocked)
          .isLessThan(twice.compareTo(UNSUSPICIOUS) < 0 ? UNSUSPICIOUS : twice);
    }
  }

  private static Latencies ping(AppServer server, Duration lasting) throws Exception {
    return Latencies.measure(
        lasting, () -> assertThat(server.get("/blocked/ping").body()).isEqualTo("pong"));
  }
}
