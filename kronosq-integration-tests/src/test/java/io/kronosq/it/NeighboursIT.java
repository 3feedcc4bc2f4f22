package io.kronosq.it;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.it.neighbour.Neighbour;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Applications on one server keep to themselves by prefix, and share work where it is the same. */
@ArquillianTest
class NeighboursIT {
  private static final int GREETINGS = 50;

  @Deployment(name = "east", order = 1, testable = false)
  static WebArchive east() {
    return application("east", "east");
  }

  @Deployment(name = "west", order = 2, testable = false)
  static WebArchive west() {
    return application("west", "west");
  }

  @Deployment(name = "west-twin", order = 3, testable = false)
  static WebArchive twin() {
    return application("west-twin", "west");
  }

  private static WebArchive application(String name, String prefix) {
    return Wars.withLibrary(
            name, Map.of("kronosq.redis.prefix", prefix, "kronosq.concurrency", "1"))
        .addPackage(Neighbour.class.getPackage());
  }

  @Test
  void eachPrefixIsServedByItsOwnApplicationsOnly() throws Exception {
    try (AppServer server = AppServer.connect()) {
      greet("east", "hello");
      greet("west", "howdy");
      assertThat(server.get("/east/greetings").body())
          .isEqualTo("{hello in east=" + GREETINGS + "}");
      assertThat(server.get("/west/greetings").body() + server.get("/west-twin/greetings").body())
          .contains("howdy in west")
          .doesNotContain("hello", "in east");
    }
  }

  @Test
  void applicationsOfOnePrefixShareItsTasks() throws Exception {
    try (AppServer server = AppServer.connect();
        KronosClient client = KronosClient.open(SharedRedis.config("west"));
        Inspector inspector = Inspector.open(SharedRedis.config("west"))) {
      client.enqueueAll(nCopies(2, Task.of("visit", new byte[0])));
      server.get("/west/visited");
      server.get("/west-twin/visited");
      assertThat(inspector.queue("default").active()).isEqualTo(2);
      server.get("/west/goodbye");
      server.get("/west-twin/goodbye");
      Await.until("both are done", () -> inspector.queue("default").size() == 0);
    }
  }

  private static void greet(String prefix, String greeting) {
    try (KronosClient client = KronosClient.open(SharedRedis.config(prefix));
        Inspector inspector = Inspector.open(SharedRedis.config(prefix))) {
      byte[] json = ('"' + greeting + '"').getBytes(StandardCharsets.UTF_8);
      client.enqueueAll(nCopies(GREETINGS, Task.of("greet", json)));
      Await.until("all are greeted", () -> inspector.queue("default").size() == 0);
    }
  }
}
