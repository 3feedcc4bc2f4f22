package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.it.mistaken.MistakenHandlers;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The server refuses an application with mistakes, and says all of them. */
@ArquillianTest
class MistakesIT {
  @ArquillianResource private Deployer deployer;

  @Deployment(name = "mistaken", managed = false, testable = false)
  static WebArchive application() {
    return Wars.withLibrary(
            "mistaken", Map.of("kronosq.queues", "default:1", "kronosq.concurrency", "none"))
        .addPackage(MistakenHandlers.class.getPackage());
  }

  @Test
  void allMistakesStandInOneNumberedMessage() throws Exception {
    try (AppServer server = AppServer.connect()) {
      int before = server.log().length();
      assertThatThrownBy(() -> deployer.deploy("mistaken")).isNotNull();
      deployer.undeploy("mistaken");
      String here = "io.kronosq.it.mistaken.";
      assertThat(server.log().substring(before))
          .contains("Kronosq found 5 deployment mistakes:", " 1. ", " 2. ", " 3. ", " 4. ", " 5. ")
          .contains("The task type 'mistaken:twice' has 2 handlers")
          .contains(here + "MistakenHandlers.first()", here + "MistakenHandlers.second()")
          .contains(here + "MistakenHandlers.parameters(String, Integer) takes 2 payloads")
          .contains(here + "MistakenHandlers.queue() has the queue 'nowhere'")
          .contains(here + "MistakenBean.handle() belongs to a @Stateful bean")
          .contains("kronosq.concurrency");
      assertThat(server.threadNames()).noneMatch(name -> name.startsWith("kronosq-"));
    }
    assertThat(SharedRedis.libraryConnections()).isZero();
  }
}
