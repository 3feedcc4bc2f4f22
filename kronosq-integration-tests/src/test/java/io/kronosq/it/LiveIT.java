package io.kronosq.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.it.idle.handling.IdleHandler;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** The stream of events of the admin resources, as browsers read it. */
@ArquillianTest
@RunAsClient
class LiveIT {
  private static final String NAME = "live";
  private static final int MANY = 30;
  private static final int LARGE_EVENTS = 100;
  private static final Pattern SENDER = Pattern.compile("kronosq-live-\\d+");

  @ArquillianResource private Deployer deployer;

  @Deployment(name = NAME, managed = false, testable = false)
  static WebArchive application() {
    return Wars.withAdmin(NAME, Map.of("kronosq.admin.anonymous", "viewer"))
        .addClass(IdleHandler.class);
  }

  private static URI events(String query) {
    return URI.create(
        "http://localhost:"
            + System.getProperty("it.http.port")
            + "/"
            + NAME
            + "/kronosq/api/v1/events"
            + query);
  }

  private static EventReader read(String query) throws Exception {
    return new EventReader(events(query), "");
  }

  private static TaskRef enqueue(KronosClient client) {
    return client.enqueue(Task.of("idle:task", "\"text\"".getBytes(UTF_8)));
  }

  private static boolean tells(EventReader reader, TaskRef task) {
    return reader.all("data").stream().anyMatch(data -> data.contains(task.id()));
  }

  @Test
  void browsersAreToldWhatHappensUntilTheApplicationStops() throws Exception {
    deployer.deploy(NAME);
    boolean stopped = false;
    List<EventReader> many = new ArrayList<>();
    try (AppServer server = AppServer.connect();
        KronosClient client = KronosClient.open(SharedRedis.config(NAME));
        EventReader reader = read("?kinds=task,stats,findings")) {
      answersToTheHeadAreThoseOfAStream(reader);
      badParametersAreRefused();
      Await.until(
          "it is told", () -> reader.all("event").containsAll(List.of("stats", "findings")));
      Await.until(
          "it is told of a task",
          () -> {
            enqueue(client);
            return reader.all("event").contains("task");
          });
      whoComesBackResumes(client, reader);

      long connections = SharedRedis.libraryConnections();
      for (int i = 0; i < MANY; i++) {
        many.add(read("?kinds=task"));
      }
      TaskRef last = enqueue(client);
      Await.until("all are told", () -> many.stream().allMatch(one -> tells(one, last)));
      assertThat(SharedRedis.libraryConnections()).isEqualTo(connections);
      whoDoesNotReadIsDropped(server);
      TaskRef afterwards = enqueue(client);
      Await.until("others are told", () -> many.stream().allMatch(one -> tells(one, afterwards)));

      deployer.undeploy(NAME);
      stopped = true;
      Await.until("all streams end", () -> many.stream().allMatch(EventReader::isEnded));
      assertThat(many).allMatch(one -> one.all("event").contains("end"));
      assertThat(many.get(0).all("data")).last().isEqualTo("{\"reason\":\"stopping\"}");
      Await.until(
          "no thread is left",
          () -> server.threadNames().stream().noneMatch(name -> name.startsWith("kronosq-")));
    } finally {
      for (EventReader one : many) {
        one.close();
      }
      if (!stopped) {
        deployer.undeploy(NAME);
      }
    }
  }

  private static void whoDoesNotReadIsDropped(AppServer server) throws Exception {
    try (StalledBrowser stalled = new StalledBrowser(events("?kinds=server"));
        TaskStore store = RedisTaskStore.open(SharedRedis.config(NAME))) {
      store
          .feed()
          .append(Collections.nCopies(LARGE_EVENTS, largeEvent()))
          .toCompletableFuture()
          .join();
      Await.until("it is dropped", () -> server.log().contains("gets no more events, because"));
      assertThat(stalled.isDropped()).isTrue();
    }
    Await.until(
        "no thread is held any more",
        () ->
            server.threadNames().stream().filter(name -> SENDER.matcher(name).matches()).count()
                <= 2);
  }

  /** As a server tells of itself, but with a name that fills the buffers on the way. */
  private static byte[] largeEvent() throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(9).packInt(1).packInt(2).packString("SCALED");
      packer.packString("id").packString("x".repeat(100_000)).packLong(0);
      packer.packInt(1).packInt(2).packString("BACKLOG");
      return packer.toByteArray();
    }
  }

  private static void answersToTheHeadAreThoseOfAStream(EventReader reader) {
    assertThat(reader.answer().statusCode()).isEqualTo(200);
    assertThat(reader.answer().headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(reader.answer().headers().firstValue("X-Accel-Buffering")).hasValue("no");
  }

  private static void badParametersAreRefused() throws Exception {
    for (String bad : List.of("?kinds=weather", "?level=loud", "?lastEventId=nonsense")) {
      HttpResponse<String> refused = EventReader.get(events(bad));
      assertThat(refused.statusCode()).as(bad).isEqualTo(400);
      assertThat(refused.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/problem+json");
    }
  }

  private static void whoComesBackResumes(KronosClient client, EventReader reader)
      throws Exception {
    List<String> ids = reader.all("id");
    String seen = ids.get(ids.size() - 1);
    TaskRef missed = enqueue(client);
    Await.until("it is told", () -> tells(reader, missed));
    try (EventReader again = new EventReader(events("?kinds=task"), seen)) {
      Await.until("what it missed is told", () -> tells(again, missed));
      assertThat(again.all("id")).doesNotContain(seen);
      assertThat(again.all("event")).doesNotContain("gap");
    }
  }
}
