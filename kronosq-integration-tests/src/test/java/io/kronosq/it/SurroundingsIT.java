package io.kronosq.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kronosq.KronosClient;
import io.kronosq.it.app.Enqueuer;
import io.kronosq.it.app.Journal;
import io.kronosq.it.app.Surroundings;
import io.kronosq.task.Task;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Handlers run as the application's own code would. Runs on the server. */
@ArquillianTest
class SurroundingsIT {
  @Inject private KronosClient client;
  @Inject private Enqueuer enqueuer;
  @Inject private Journal journal;

  @Deployment
  static WebArchive application() {
    return Wars.withLibrary("surroundings", Map.of()).addPackage(Journal.class.getPackage());
  }

  @Test
  void handlerHasNamesBeansTransactionAndClassLoaderOfItsApplication() throws Exception {
    client.enqueue(Task.of("surroundings", new byte[0]));
    Surroundings seen = journal.await("surroundings", Surroundings.class);
    assertEquals(
        new Surroundings(
            "surroundings",
            "surroundings",
            true,
            true,
            true,
            true,
            Status.STATUS_ACTIVE,
            2,
            seen.thread()),
        seen);
    assertEquals("look", journal.await("audit", String.class));
    assertEquals(2, journal.await("call scope destroyed", Integer.class));
  }

  @Test
  void everyCallHasAFreshRequestScope() throws Exception {
    for (int i = 0; i < 3; i++) {
      enqueuer.enqueue("surroundings", new byte[0]);
      assertEquals(2, journal.await("surroundings", Surroundings.class).uses());
      assertEquals(2, journal.await("call scope destroyed", Integer.class));
      journal.await("audit", String.class);
    }
  }

  @Test
  void handlersRunOnThreadsOfTheLibrary() throws Exception {
    enqueuer.enqueue("surroundings", new byte[0]);
    Surroundings seen = journal.await("surroundings", Surroundings.class);
    assertTrue(seen.thread().startsWith("kronosq-handler-"), seen.thread());
    journal.await("call scope destroyed", Integer.class);
    journal.await("audit", String.class);
  }

  @Test
  void clientWorksInBeansAndSessionBeans() throws Exception {
    enqueuer.enqueue("chain:first", "first");
    assertEquals("first, second, third", journal.await("chain", String.class));
  }
}
