package io.kronosq.it;

import static io.kronosq.testkit.assertj.KronosAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.it.idle.IdleServlet;
import io.kronosq.it.idle.handling.IdleHandler;
import io.kronosq.task.PayloadCodec;
import io.kronosq.testkit.EnqueuedTasks;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** An application starts no workers unless it has something for them to do. */
@ArquillianTest
class IdleIT {
  @ArquillianResource private Deployer deployer;

  @Deployment(name = "without-handlers", managed = false, testable = false)
  static WebArchive withoutHandlers() {
    return Wars.withLibrary("without-handlers", Map.of())
        .addPackage(IdleServlet.class.getPackage());
  }

  @Deployment(name = "disabled", managed = false, testable = false)
  static WebArchive disabled() {
    return Wars.withLibrary("disabled", Map.of("kronosq.enabled", "false"))
        .addPackage(IdleServlet.class.getPackage())
        .addPackage(IdleHandler.class.getPackage());
  }

  @Deployment(name = "profiled", managed = false, testable = false)
  static WebArchive profiled() {
    return Wars.withLibrary(
            "profiled",
            Map.of(
                "mp.config.profile", "stage",
                "kronosq.enabled", "true",
                "%stage.kronosq.enabled", "false"))
        .addPackage(IdleServlet.class.getPackage());
  }

  @Test
  void theServersConfigurationChoosesByProfile() throws Exception {
    deployer.deploy("profiled");
    try (AppServer server = AppServer.connect()) {
      assertThat(server.get("/profiled/enqueue").body()).startsWith("Kronosq is disabled");
    } finally {
      deployer.undeploy("profiled");
    }
  }

  @Test
  void withoutHandlersItOnlyEnqueues() throws Exception {
    deployer.deploy("without-handlers");
    try (AppServer server = AppServer.connect()) {
      assertThat(server.get("/without-handlers/workers").body()).isEqualTo("none");
      assertThat(SharedRedis.libraryConnections()).isZero();
      assertThat(server.get("/without-handlers/enqueue").body()).isEqualTo("default");
      assertThat(server.get("/without-handlers/workers").body()).isEqualTo("none");
    } finally {
      deployer.undeploy("without-handlers");
    }
    try (Inspector inspector = Inspector.open(SharedRedis.config("without-handlers"))) {
      assertThat(inspector.queue("default").pending()).isEqualTo(1);
      assertThat(EnqueuedTasks.in(inspector, PayloadCodec.plain()))
          .enqueued("idle:task")
          .once()
          .withPayload("\"text\"");
    }
  }

  @Test
  void disabledItOpensNothing() throws Exception {
    deployer.deploy("disabled");
    try (AppServer server = AppServer.connect()) {
      assertThat(server.get("/disabled/workers").body()).isEqualTo("none");
      assertThat(server.get("/disabled/enqueue").body())
          .isEqualTo(
              "Kronosq is disabled: remove kronosq.enabled=false from the configuration to use it");
      assertThat(server.threadNames()).noneMatch(name -> name.startsWith("kronosq-"));
      assertThat(SharedRedis.libraryConnections()).isZero();
    } finally {
      deployer.undeploy("disabled");
    }
  }
}
