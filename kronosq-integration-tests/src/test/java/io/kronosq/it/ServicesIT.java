package io.kronosq.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.event.TaskEvent;
import io.kronosq.it.app.EventObservers;
import io.kronosq.it.app.Journal;
import io.kronosq.it.services.Flights;
import io.kronosq.it.services.Ledger;
import io.kronosq.it.services.Threads;
import io.kronosq.it.services.TolerantHandler;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/**
 * Transactions, roles, fault tolerance and asynchronous results of handlers. Runs on the server.
 */
@ArquillianTest
class ServicesIT {
  private static final EnqueueOption KEPT = EnqueueOption.retention(Duration.ofHours(1));
  private static final EnqueueOption ONCE = EnqueueOption.maxRetry(0);

  private static final boolean IS_LIBERTY = System.getProperty("wlp.install.dir") != null;

  @Inject private KronosClient client;
  @Inject private Inspector inspector;
  @Inject private Journal journal;
  @Inject private Flights flights;
  @Inject private Ledger ledger;
  @Inject private Threads threads;
  @Inject private TolerantHandler tolerant;

  @Deployment
  static WebArchive application() {
    return Wars.withLibrary("services", Map.of("kronosq.concurrency", "1000"))
        .addClasses(Journal.class, EventObservers.class, Await.class)
        .addPackage(Flights.class.getPackage());
  }

  private String resultOf(String type, Object payload) throws InterruptedException {
    TaskRef ref = client.enqueue(type, payload, KEPT, ONCE);
    journal.await("succeeded " + ref.id(), TaskEvent.class);
    return new String(
        inspector.task(ref.queue(), ref.id()).orElseThrow().result(), StandardCharsets.UTF_8);
  }

  private TaskEvent archived(String type, Object payload) throws InterruptedException {
    TaskRef ref = client.enqueue(type, payload, ONCE);
    return journal.await("archived " + ref.id(), TaskEvent.class);
  }

  @Test
  void aThousandAsynchronousTasksAreInFlightOnAHandfulOfThreads() throws Exception {
    client.enqueueAll(Collections.nCopies(1_000, Task.of("flight", new byte[0])));
    Await.until("all are in flight", () -> flights.inFlight() == 1_000);
    assertTrue(flights.threads() <= 50, () -> flights.threads() + " threads");
    flights.land();
    Await.until("all have landed", () -> inspector.queue("default").active() == 0);
  }

  @Test
  void aStageOfASessionBeanGoesOnInTheApplication() throws Exception {
    assertEquals("\"done in services\"", resultOf("session:stage", ""));
  }

  @Test
  void handlersRunOnVirtualThreadsWhereTheServerMakesSuch() throws Exception {
    assertEquals(Boolean.toString(threads.serverMakesVirtual()), resultOf("threads:virtual", ""));
  }

  @Test
  void aFailureRollsTheTransactionOfTheHandlerBack() throws Exception {
    ledger.create();
    assertEquals("after it was written", archived("ledger", "wrong").error().message());
    TaskRef ref = client.enqueue("ledger", "right");
    journal.await("succeeded " + ref.id(), TaskEvent.class);
    assertEquals(0, ledger.count("wrong"));
    assertEquals(1, ledger.count("right"));
  }

  @Test
  void aHandlerThatRunsInARoleMayCallWhatTheRoleMayWhereTheServerHasAUserForIt() throws Exception {
    if (IS_LIBERTY) {
      // It takes no role without a user, whom only server.xml can name.
      assertRefused(archived("vault:operator", ""));
    } else {
      client.enqueue("vault:operator", "");
      assertEquals("gold", journal.await("vault", String.class));
    }
  }

  @Test
  void aHandlerWithoutTheRoleIsRefused() throws Exception {
    assertRefused(archived("vault:stranger", ""));
  }

  private static void assertRefused(TaskEvent event) {
    assertTrue(event.error().className().endsWith("EJBAccessException"), event.error().className());
  }

  @Test
  void faultToleranceHoldsForHandlers() throws Exception {
    assertEquals("3", resultOf("tolerant:retry", ""));
    assertEquals("\"instead of x\"", resultOf("tolerant:fallback", "x"));
    assertTrue(archived("tolerant:timeout", "").error().className().endsWith("TimeoutException"));
  }

  @Test
  void aFullBulkheadRefusesTheNextTaskOnly() throws Exception {
    TaskRef inside = client.enqueue("tolerant:bulkhead", "", ONCE);
    tolerant.awaitEntered();
    assertTrue(archived("tolerant:bulkhead", "").error().className().endsWith("BulkheadException"));
    tolerant.leave();
    journal.await("succeeded " + inside.id(), TaskEvent.class);
  }

  @Test
  void theStageOfAnAsynchronousMethodOfJakartaConcurrencyIsAwaited() throws Exception {
    assertEquals("\"done for x\"", resultOf("concurrent:stage", "x"));
    assertEquals(
        "It fails on the other thread", archived("concurrent:stage", "fails").error().message());
  }

  @Test
  void faultToleranceHoldsForStages() throws Exception {
    assertEquals("3", resultOf("tolerant:stage", ""));
  }
}
