package io.kronosq.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.inspect.AuditEntry;
import io.kronosq.inspect.AuditQuery;
import io.kronosq.schedule.Schedule;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Limits;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.TestRedis;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangesTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  private LocalAdmin admin;
  private KronosClient client;
  private Inspector inspector;

  @BeforeEach
  void start() throws Exception {
    admin = LocalAdmin.start(redis.uri(), Map.of());
    client = KronosClient.open(redis.config());
    inspector = Inspector.open(redis.config());
  }

  @AfterEach
  void stop() throws Exception {
    inspector.close();
    client.close();
    admin.close();
  }

  private HttpResponse<String> post(String user, String path) throws Exception {
    return admin.change(user, "POST", path, null);
  }

  @Test
  void changesFromElsewhereAreRefused() throws Exception {
    client.enqueue(Task.of("a"));
    String pause = "/queues/default/pause";
    assertThat(
            admin.send(admin.request("operator", pause).POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(403);
    assertThat(sent("Sec-Fetch-Site", "cross-site")).isEqualTo(403);
    assertThat(sent("Sec-Fetch-Site", "same-site")).isEqualTo(403);
    assertThat(sent("Origin", "http://evil.example")).isEqualTo(403);
    assertThat(sent("Origin", "null")).isEqualTo(403);
    assertThat(inspector.queue("default").paused()).isFalse();
    assertThat(sent("Origin", "http://" + admin.uri("/").getRawAuthority())).isEqualTo(200);
    assertThat(sent("Sec-Fetch-Site", "same-origin")).isEqualTo(200);
  }

  private int sent(String header, String value) throws Exception {
    return admin
        .send(
            admin
                .request("operator", "/queues/default/pause")
                .header("X-Kronosq-Request", "1")
                .header(header, value)
                .POST(BodyPublishers.noBody()))
        .statusCode();
  }

  @Test
  void queuesArePausedAndDeleted() throws Exception {
    client.enqueue(Task.of("a"));
    assertThat(post("viewer", "/queues/default/pause").statusCode()).isEqualTo(403);
    assertThat(post("operator", "/queues/default/pause").body()).contains("\"paused\":true");
    assertThat(inspector.queue("default").paused()).isTrue();
    assertThat(post("operator", "/queues/default/resume").body()).contains("\"paused\":false");
    assertThat(admin.change("admin", "PUT", "/queues/default/partitions", "{\"count\":3}").body())
        .contains("\"partitions\":3");
    assertThat(admin.change("operator", "DELETE", "/queues/default", null).statusCode())
        .isEqualTo(403);
    assertThat(admin.change("admin", "DELETE", "/queues/default", null).statusCode())
        .isEqualTo(409);
    assertThat(admin.change("admin", "DELETE", "/queues/default?force=true", null).statusCode())
        .isEqualTo(204);
    assertThat(inspector.queue("default").size()).isZero();
  }

  @Test
  void limitsAreReplacedUnlessSomebodyElseChangedThem() throws Exception {
    client.enqueue(Task.of("a"), EnqueueOption.limitKey("k"));
    HttpResponse<String> read = admin.get("viewer", "/queues/default/limits");
    String tag = read.headers().firstValue("ETag").orElseThrow();
    String limits =
        "{\"queue\":{\"concurrency\":3},\"keys\":{\"rate\":{\"count\":5,\"perMs\":1000}},"
            + "\"ofKeys\":{\"k\":{\"concurrency\":1}}}";
    assertThat(admin.change("admin", "PUT", "/queues/default/limits", limits).statusCode())
        .isEqualTo(428);
    assertThat(put(tag, limits).statusCode()).isEqualTo(200);
    assertThat(inspector.limits("default").settings().queue()).isEqualTo(Limits.concurrent(3));
    assertThat(inspector.limits("default").settings().ofKeys())
        .isEqualTo(Map.of("k", Limits.concurrent(1)));
    assertThat(put(tag, limits).statusCode()).isEqualTo(412);
    assertThat(put("*", "{\"queue\":{\"concurrency\":0},\"keys\":{}}").statusCode()).isEqualTo(422);
    assertThat(admin.get("viewer", "/queues/default/keys").body()).contains("\"key\":\"k\"");
  }

  private HttpResponse<String> put(String tag, String body) throws Exception {
    return admin.send(
        admin
            .request("admin", "/queues/default/limits")
            .header("X-Kronosq-Request", "1")
            .header("Content-Type", "application/json")
            .header("If-Match", tag)
            .PUT(BodyPublishers.ofString(body)));
  }

  @Test
  void tasksAreEnqueuedAndSteered() throws Exception {
    String body =
        "{\"type\":\"mail\",\"payload\":{\"n\":1},\"id\":\"a/ b\",\"delayMs\":60000,"
            + "\"headers\":{\"x\":\"y\"}}";
    HttpResponse<String> enqueued = admin.change("admin", "POST", "/queues/q/tasks", body);
    assertThat(enqueued.statusCode()).isEqualTo(201);
    assertThat(enqueued.headers().firstValue("Location").orElseThrow())
        .endsWith("/queues/q/tasks/a%2F%20b");
    assertThat(inspector.task("q", "a/ b").orElseThrow().payload())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"n\":1}");
    assertThat(admin.change("admin", "POST", "/queues/q/tasks", body).statusCode()).isEqualTo(409);
    assertThat(admin.change("operator", "POST", "/queues/q/tasks", body).statusCode())
        .isEqualTo(403);
    String id = client.enqueue(Task.of("b"), EnqueueOption.queue("q")).id();
    String path = "/queues/q/tasks/" + id;
    assertThat(post("operator", path + "/cancel").statusCode()).isEqualTo(409);
    assertThat(post("operator", path + "/archive").body()).contains("\"state\":\"PENDING\"");
    assertThat(post("operator", path + "/retry").body()).contains("\"state\":\"ARCHIVED\"");
    assertThat(inspector.task("q", id).orElseThrow().state()).isEqualTo(TaskState.PENDING);
    assertThat(admin.change("operator", "DELETE", path, null).statusCode()).isEqualTo(204);
    assertThat(admin.change("operator", "DELETE", path, null).statusCode()).isEqualTo(404);
  }

  @Test
  void schedulesAreSteered() throws Exception {
    inspector.schedules().add(Schedule.of("nightly", "0 3 * * *", Task.of("report", "x")));
    HttpResponse<String> read = admin.get("operator", "/schedules/nightly");
    assertThat(read.body()).contains("\"pattern\":\"0 3 * * *\"", "\"text\":\"x\"");
    String tag = read.headers().firstValue("ETag").orElseThrow();
    assertThat(post("operator", "/schedules/nightly/trigger").body()).contains("\"taskId\":");
    assertThat(post("operator", "/schedules/nightly/pause").body()).contains("\"paused\":true");
    assertThat(post("operator", "/schedules/nightly/resume").body()).contains("\"paused\":false");
    assertThat(patch(tag, "{\"pattern\":\"nonsense\"}").statusCode()).isEqualTo(422);
    assertThat(patch(tag, "{\"pattern\":\"@daily\",\"payload\":{\"a\":1}}").body())
        .contains("\"edited\":true", "\"pattern\":\"@daily\"", "\"a\":1");
    assertThat(patch(tag, "{}").statusCode()).isEqualTo(412);
    assertThat(post("operator", "/schedules/nightly/reset").body()).contains("\"edited\":false");
    assertThat(admin.get("viewer", "/schedules/nightly/history").body()).contains("TRIGGERED");
    assertThat(admin.get("viewer", "/schedules").body()).contains("\"nextTicks\":[\"20");
    assertThat(admin.get("viewer", "/schedules/preview?pattern=@hourly&count=3").body())
        .contains("\"ticks\":[\"20");
    assertThat(admin.change("admin", "DELETE", "/schedules/nightly", null).statusCode())
        .isEqualTo(204);
    assertThat(inspector.schedules().list()).isEmpty();
  }

  private HttpResponse<String> patch(String tag, String body) throws Exception {
    return admin.send(
        admin
            .request("admin", "/schedules/nightly")
            .header("X-Kronosq-Request", "1")
            .header("Content-Type", "application/json")
            .header("If-Match", tag)
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  @Test
  void allChangesAreAuditedAlsoRefusedOnes() throws Exception {
    client.enqueue(Task.of("a"));
    post("operator", "/queues/default/pause");
    post("viewer", "/queues/default/pause");
    post("operator", "/queues/none/resume");
    post(null, "/queues/default/pause");
    assertThat(inspector.audit().page(AuditQuery.ALL).entries())
        .extracting(
            AuditEntry::user,
            AuditEntry::action,
            AuditEntry::target,
            AuditEntry::outcome,
            AuditEntry::affected)
        .containsExactly(
            tuple("operator", "queue.resume", "none", "refused 404", 0L),
            tuple("viewer", "queue.pause", "default", "refused 403", 0L),
            tuple("operator", "queue.pause", "default", "done", 1L));
    assertThat(admin.get("admin", "/audit?user=operator&action=queue.*&limit=1").body())
        .contains("\"action\":\"queue.resume\"", "\"next\":");
    assertThat(admin.get("operator", "/audit").statusCode()).isEqualTo(403);
  }

  @Test
  void whatElseIsTold() throws Exception {
    client.enqueue(Task.of("a"), EnqueueOption.group("g"));
    assertThat(admin.get("viewer", "/queues/default/groups").body()).contains("\"name\":\"g\"");
    assertThat(
            admin
                .change(
                    "operator",
                    "POST",
                    "/queues/default/groups/run",
                    "{\"type\":\"a\",\"group\":\"g\"}")
                .body())
        .isEqualTo("{\"tasks\":1}");
    assertThat(admin.get("viewer", "/redis").body())
        .contains("\"version\":\"7.", "\"latencyMs\":", "\"problems\":");
    assertThat(admin.get("viewer", "/servers").body()).isEqualTo("{\"items\":[]}");
    assertThat(admin.get("viewer", "/types").body()).isEqualTo("{\"items\":[]}");
    assertThat(admin.get("viewer", "/servers/none").statusCode()).isEqualTo(404);
    assertThat(admin.get("viewer", "/queues/default/history").body()).contains("\"stepMs\":60000");
  }
}
