package io.kronosq.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.admin.security.OpennessWarning;
import io.kronosq.admin.testing.AdminClient;
import io.kronosq.admin.testing.DocumentedOperation;
import io.kronosq.admin.testing.StoredData;
import io.kronosq.admin.testing.Subjects;
import io.kronosq.inspect.AuditQuery;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.TestRedis;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What each setting of {@code kronosq.admin} comes to. */
class SettingsTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  private static final String PAYLOAD =
      "{\"to\":\"a@example.org\",\"password\":\"geheim\",\"orderNo\":4711,\"customerName\":\"Ann\"}";

  private LocalAdmin admin;

  @AfterEach
  void stop() throws Exception {
    admin.close();
  }

  private void start(String... settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    admin = LocalAdmin.start(redis.uri(), all);
  }

  private String enqueued() {
    try (KronosClient client = KronosClient.open(redis.config())) {
      return client
          .enqueue(
              Task.of("mail", PAYLOAD.getBytes(UTF_8)),
              EnqueueOption.header("X-Customer-Id", "c-815"))
          .id();
    }
  }

  private String task(String user, String id) throws Exception {
    return admin.get(user, "/queues/default/tasks/" + id).body();
  }

  @Test
  void whereItIsReadOnlyEveryChangeIsRefusedAndEverythingIsTold() throws Exception {
    start("kronosq.admin.read-only", "true");
    try (Subjects subjects = new Subjects(redis.config(), "readonly")) {
      Calls calls = new Calls(subjects);
      Map<String, String> before = StoredData.read(redis.uri(), "kronosq");
      for (DocumentedOperation change : calls.changes()) {
        HttpResponse<String> answer = calls.client.send(calls.sound(change));
        assertThat(answer.statusCode()).as(change.id()).isEqualTo(403);
        assertThat(answer.body()).as(change.id()).contains("urn:kronosq:problem:read-only");
      }
      for (DocumentedOperation reading : calls.readings()) {
        assertThat(calls.client.statusOf(calls.sound(reading))).as(reading.id()).isEqualTo(200);
      }
      assertThat(StoredData.read(redis.uri(), "kronosq")).isEqualTo(before);
    }
    assertThat(admin.get("admin", "/me").body())
        .contains("\"readOnly\":true", "\"rights\":[\"read\",\"payload\"]");
  }

  @Test
  void pagesOfOtherSitesChangeNothingByAnyOperation() throws Exception {
    start();
    try (Subjects subjects = new Subjects(redis.config(), "sites")) {
      Calls calls = new Calls(subjects);
      Map<String, String> before = StoredData.read(redis.uri(), "kronosq");
      for (DocumentedOperation change : calls.changes()) {
        for (HttpRequest.Builder request : calls.fromElsewhere(change)) {
          HttpResponse<String> answer = calls.client.send(request);
          assertThat(answer.statusCode()).as(change.id()).isEqualTo(403);
          assertThat(answer.body()).as(change.id()).contains("urn:kronosq:problem:cross-site");
        }
      }
      assertThat(StoredData.read(redis.uri(), "kronosq")).isEqualTo(before);
    }
  }

  @Test
  void pagesOfFurtherOriginsMayChangeThings() throws Exception {
    start("kronosq.admin.origins", "https://ops.example.com,https://other.example.com:8443");
    enqueued();
    assertThat(pausedFrom("https://ops.example.com")).isEqualTo(200);
    assertThat(pausedFrom("https://other.example.com:8443")).isEqualTo(200);
    assertThat(pausedFrom("https://ops.example.com:8443")).isEqualTo(403);
    assertThat(pausedFrom("http://ops.example.com")).isEqualTo(403);
    assertThat(pausedFrom("https://ops.example.com.evil.example")).isEqualTo(403);
  }

  private int pausedFrom(String origin) throws Exception {
    return admin
        .send(
            admin
                .request("operator", "/queues/default/pause")
                .header("X-Kronosq-Request", "1")
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.noBody()))
        .statusCode();
  }

  @Test
  void whatEverybodyMayDoIsSaidInTheLogAndToThePage() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(OpennessWarning.class);
    Level level = logger.getLevel();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.WARN);
    try {
      start("kronosq.admin.anonymous", "viewer");
    } finally {
      logger.detachAppender(log);
      logger.setLevel(level);
    }
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.WARN);
              assertThat(event.getFormattedMessage())
                  .contains("kronosq.admin.anonymous", "VIEWER", "without a login");
            });
    String id = enqueued();
    assertThat(admin.get(null, "/me").body())
        .contains(
            "\"anonymous\":true",
            "\"roles\":[\"viewer\"]",
            "\"rights\":[\"read\"]",
            "\"warnings\":[\"kronosq.admin.anonymous is set");
    assertThat(admin.get(null, "/queues").statusCode()).isEqualTo(200);
    assertThat(task(null, id)).contains("\"hidden\":true").doesNotContain("a@example.org");
    assertThat(admin.change(null, "POST", "/queues/default/pause", null).statusCode())
        .isEqualTo(403);
    assertThat(admin.get(null, "/audit").statusCode()).isEqualTo(403);
  }

  @Test
  void everybodyMayDoMoreWhereThatIsConfigured() throws Exception {
    start("kronosq.admin.anonymous", "operator");
    String id = enqueued();
    assertThat(task(null, id)).contains("a@example.org").doesNotContain("geheim");
    assertThat(admin.change(null, "POST", "/queues/default/pause", null).statusCode())
        .isEqualTo(200);
    assertThat(admin.change(null, "DELETE", "/queues/default", null).statusCode()).isEqualTo(403);
    try (Inspector inspector = Inspector.open(redis.config())) {
      assertThat(inspector.audit().page(AuditQuery.ALL).entries())
          .allMatch(entry -> entry.user().equals("anonymous"));
    }
  }

  @Test
  void nobodyIsToldOfOpennessWhereThereIsNone() throws Exception {
    start();
    assertThat(admin.get("viewer", "/me").body()).contains("\"warnings\":[]");
    assertThat(admin.get(null, "/me").statusCode()).isEqualTo(401);
  }

  @Test
  void valuesOfFurtherNamesAreHidden() throws Exception {
    start("kronosq.admin.redact", "orderno,customer*id,customerName");
    String id = enqueued();
    assertThat(task("admin", id))
        .contains(
            "\"redacted\":[\"$.password\",\"$.orderNo\",\"$.customerName\"]",
            "a@example.org",
            "\"X-Customer-Id\":\"…\"")
        .doesNotContain("geheim", "4711", "Ann\"", "c-815");
    assertThat(admin.get("admin", "/queues/default/tasks").body())
        .contains("payloadPreview", "a@example.org")
        .doesNotContain("geheim", "4711", "Ann\\");
  }

  @Test
  void withoutThemOnlyTheUsualNamesAre() throws Exception {
    start();
    assertThat(task("admin", enqueued())).contains("\"redacted\":[\"$.password\"]", "4711", "Ann");
  }

  @Test
  void payloadsAreForThoseWhoAreNamed() throws Exception {
    start("kronosq.admin.payload-roles", "admin,support");
    String id = enqueued();
    assertThat(task("admin", id)).contains("a@example.org");
    // A viewer who has that role of the container, too.
    assertThat(task("supporter", id)).contains("a@example.org").doesNotContain("geheim");
    assertThat(admin.get("supporter", "/me").body()).contains("\"rights\":[\"read\",\"payload\"]");
    for (String user : List.of("viewer", "operator")) {
      assertThat(task(user, id))
          .contains("\"hidden\":true", "Seeing payloads is for admin, support")
          .doesNotContain("a@example.org");
      assertThat(admin.get(user, "/queues/default/tasks").body()).doesNotContain("payloadPreview");
      assertThat(admin.get(user, "/me").body()).doesNotContain("\"payload\"");
    }
  }

  @Test
  void onlyTheBeginningOfALongPayloadIsShown() throws Exception {
    start("kronosq.admin.payload-limit", "10");
    assertThat(task("admin", enqueued()))
        .contains("\"text\":\"{\\\"to\\\":\\\"a@e\"", "\"truncated\":true", "\"size\":78");
  }

  @Test
  void rolesHaveTheNamesThatTheyAreGiven() throws Exception {
    start(
        "kronosq.admin.roles.viewer", "support",
        "kronosq.admin.roles.admin", "other");
    assertThat(admin.get("supporter", "/me").body()).contains("\"roles\":[\"viewer\"]");
    assertThat(admin.get("operator", "/me").body()).contains("\"roles\":[\"viewer\",\"operator\"]");
    assertThat(admin.get("stranger", "/me").body())
        .contains("\"roles\":[\"viewer\",\"operator\",\"admin\"]");
    assertThat(admin.get("viewer", "/me").statusCode()).isEqualTo(403);
    assertThat(admin.get("admin", "/me").statusCode()).isEqualTo(403);
  }

  @Test
  void encryptedPayloadsAreShownWhereTheKeyIs() throws Exception {
    String key =
        Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    start("kronosq.payload.encryption.key", "k1", "kronosq.payload.encryption.keys.k1", key);
    String body = "{\"type\":\"mail\",\"id\":\"sealed\",\"payload\":" + PAYLOAD + "}";
    assertThat(admin.change("admin", "POST", "/queues/default/tasks", body).statusCode())
        .isEqualTo(201);
    assertThat(task("admin", "sealed"))
        .contains("\"to\":\"a@example.org\"", "\"redacted\":[\"$.password\"]")
        .doesNotContain("geheim");
    assertThat(task("viewer", "sealed")).contains("\"hidden\":true").doesNotContain("a@example");

    admin.close();
    start();
    assertThat(task("admin", "sealed"))
        .contains("\"hidden\":true", "stored as aes-256-gcm, which this codec can't undo")
        .doesNotContain("a@example.org", "geheim", "base64");
    assertThat(admin.get("admin", "/queues/default/tasks").body())
        .contains("sealed")
        .doesNotContain("payloadPreview");

    admin.close();
    start("kronosq.payload.encryption.key", "k2", "kronosq.payload.encryption.keys.k2", key);
    assertThat(task("admin", "sealed"))
        .contains("\"hidden\":true", "'k1'")
        .doesNotContain("a@example.org", "geheim", "base64");
  }

  /** Calls of all operations as an admin, each for something that is there. */
  private final class Calls {
    private final AdminClient client = new AdminClient(admin.uri("").toString());
    private final Map<DocumentedOperation, String> paths = new LinkedHashMap<>();

    Calls(Subjects subjects) throws Exception {
      for (DocumentedOperation operation : DocumentedOperation.all()) {
        paths.put(operation, subjects.path(operation) + operation.queryExample());
      }
      subjects.rest();
    }

    private List<DocumentedOperation> changes() {
      return paths.keySet().stream().filter(DocumentedOperation::changes).toList();
    }

    private List<DocumentedOperation> readings() {
      return paths.keySet().stream().filter(each -> !each.changes()).toList();
    }

    private HttpRequest.Builder sound(DocumentedOperation operation) {
      HttpRequest.Builder request =
          operation.changes()
              ? client.changing(
                  "admin", operation.method(), paths.get(operation), operation.bodyExample())
              : client.request("admin", paths.get(operation));
      return operation.needsVersion() ? request.header("If-Match", "*") : request;
    }

    private List<HttpRequest.Builder> fromElsewhere(DocumentedOperation change) {
      List<HttpRequest.Builder> requests = new ArrayList<>();
      requests.add(sound(change).setHeader("X-Kronosq-Request", ""));
      for (String origin : List.of("null", "https://evil.example", "http://localhost:1")) {
        requests.add(sound(change).header("Origin", origin));
      }
      for (String site : List.of("cross-site", "same-site")) {
        requests.add(sound(change).header("Sec-Fetch-Site", site));
      }
      return requests;
    }
  }
}
