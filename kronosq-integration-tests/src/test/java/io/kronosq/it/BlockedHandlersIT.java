package io.kronosq.it;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.it.blocked.Gate;
import io.kronosq.task.Task;
import java.time.Duration;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Handlers that wait keep neither each other nor HTTP from the server's threads. */
@ArquillianTest
class BlockedHandlersIT {
  private static final int HANDLERS = 64;

  @Deployment(testable = false)
  static WebArchive application() {
    return Wars.withLibrary("blocked", Map.of("kronosq.concurrency", Integer.toString(HANDLERS)))
        .addPackage(Gate.class.getPackage());
  }

  @Test
  void sixtyFourWaitAtOnceWhileHttpAnswers() throws Exception {
    try (AppServer server = AppServer.connect();
        KronosClient client = KronosClient.open(SharedRedis.config("blocked"))) {
      client.enqueueAll(nCopies(HANDLERS, Task.of("blocked", new byte[0])));
      assertThat(server.get("/blocked/crowded").body()).isEqualTo("true");
      long start = System.nanoTime();
      assertThat(server.get("/blocked/ping").body()).isEqualTo("pong");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(server.get("/blocked/open").body()).isEqualTo("open");
    }
  }
}
