package io.kronosq.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

@ArquillianTest
class ServerIT {

  @Deployment
  static WebArchive application() {
    return ShrinkWrap.create(WebArchive.class, "server-it.war");
  }

  @Test
  void managedExecutorRunsTasks() throws Exception {
    ManagedExecutorService executor =
        InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
    assertTrue(executor.submit(() -> true).get(10, TimeUnit.SECONDS));
  }
}
