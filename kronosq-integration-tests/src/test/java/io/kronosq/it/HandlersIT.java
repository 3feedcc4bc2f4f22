package io.kronosq.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.event.TaskEvent;
import io.kronosq.it.app.Journal;
import io.kronosq.it.app.Mail;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskError;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Every kind of bean may have handlers, with payloads and results as JSON. Runs on the server. */
@ArquillianTest
class HandlersIT {
  private static final Mail MAIL = new Mail("ann@example.org", 2, LocalDate.of(2025, 3, 31));

  @Inject private KronosClient client;
  @Inject private Inspector inspector;
  @Inject private Journal journal;

  @Deployment
  static WebArchive application() {
    return Wars.withLibrary("handlers", Map.of()).addPackage(Journal.class.getPackage());
  }

  @Test
  void recordIsReadAndTheReturnedOneIsKept() throws Exception {
    TaskRef ref =
        client.enqueue("scoped:record", MAIL, EnqueueOption.retention(Duration.ofHours(1)));
    assertEquals(MAIL, journal.await("scoped:record", Mail.class));
    assertEquals(ref.id(), journal.await("scoped:record context", String.class));
    journal.await("succeeded " + ref.id(), TaskEvent.class);
    TaskInfo done = inspector.task(ref.queue(), ref.id()).orElseThrow();
    assertEquals(TaskState.COMPLETED, done.state());
    String result = new String(done.result(), StandardCharsets.UTF_8);
    assertTrue(result.contains("\"to\":\"forwarded ann@example.org\""), result);
    assertTrue(result.contains("\"copies\":3"), result);
    assertTrue(result.contains("\"day\":\"2025-03-31\""), result);
  }

  @Test
  void listOfRecordsIsRead() throws Exception {
    List<Mail> mails = List.of(MAIL, new Mail("bob@example.org", 1, MAIL.day()));
    client.enqueue("scoped:list", mails);
    assertEquals(mails, journal.await("scoped:list", List.class));
  }

  @Test
  void payloadMayBeAbsentOrBytes() throws Exception {
    byte[] bytes = {0, 1, (byte) 0xff};
    client.enqueue(Task.of("scoped:none", new byte[0]));
    client.enqueue(Task.of("scoped:any:thing", bytes));
    journal.await("scoped:none", String.class);
    assertArrayEquals(bytes, journal.await("scoped:any:thing", byte[].class));
  }

  @Test
  void dependentBeanEndsWithItsCall() throws Exception {
    for (String text : List.of("one", "two")) {
      client.enqueue("dependent", text);
      assertEquals("not called before " + text, journal.await("dependent handled", String.class));
      assertEquals(text, journal.await("dependent destroyed", String.class));
    }
  }

  @Test
  void statelessBeanWithoutInterface() throws Exception {
    client.enqueue("stateless", MAIL);
    assertEquals(
        MAIL.to() + ", to be rolled back: false", journal.await("stateless", String.class));
  }

  @Test
  void statelessBeanWithLocalInterface() throws Exception {
    client.enqueue("local", MAIL);
    assertEquals(MAIL, journal.await("local", Mail.class));
  }

  @Test
  void singletonSessionBean() throws Exception {
    client.enqueue(Task.of("singleton", new byte[0]));
    client.enqueue(Task.of("singleton", new byte[0]));
    assertEquals(1, journal.await("singleton", Integer.class));
    assertEquals(2, journal.await("singleton", Integer.class));
  }

  @Test
  void beanThatIsTheHandlerAndItsEvents() throws Exception {
    TaskRef ref = client.enqueue("plain", MAIL);
    assertEquals(MAIL, journal.await("plain", Mail.class));
    assertEquals(ref.id(), journal.await("plain started", TaskEvent.class).taskId());
    assertEquals(ref.id(), journal.await("plain succeeded", TaskEvent.class).taskId());
    journal.await("succeeded " + ref.id(), TaskEvent.class);
  }

  @Test
  void failureOfSessionBeanIsToldAsItWasThrown() throws Exception {
    TaskRef ref = client.enqueue(Task.of("stateless:failing", new byte[0]));
    TaskEvent event = journal.await("failing archived", TaskEvent.class);
    assertEquals(ref.id(), event.taskId());
    assertEquals("io.kronosq.handler.SkipRetryException", event.error().className());
    assertEquals("no such mailbox", event.error().message());
  }

  @Test
  void unreadablePayloadIsArchivedWithoutItsContent() throws Exception {
    String payload = "{\"to\":{\"secret\":\"x7Kq2\"},\"copies\":\"many-x7Kq2\"}";
    for (String type : List.of("scoped:record", "stateless")) {
      TaskRef ref = client.enqueue(Task.of(type, payload.getBytes(StandardCharsets.UTF_8)));
      TaskError error = journal.await("archived " + ref.id(), TaskEvent.class).error();
      String handler =
          type.equals("stateless") ? "StatelessHandler.handle" : "ScopedHandlers.forward";
      assertTrue(
          error.message().contains("io.kronosq.it.app." + handler + "(Mail"), error.message());
      assertTrue(error.message().contains("'" + type + "'"), error.message());
      TaskInfo archived = inspector.task(ref.queue(), ref.id()).orElseThrow();
      assertEquals(TaskState.ARCHIVED, archived.state());
      assertEquals(1, archived.attempts().attempts().size());
      String kept = archived.attempts().toString();
      assertFalse(kept.contains("x7Kq2"), kept);
    }
  }
}
