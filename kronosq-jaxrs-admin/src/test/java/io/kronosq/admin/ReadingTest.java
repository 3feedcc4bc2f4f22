package io.kronosq.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.TestRedis;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadingTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  private LocalAdmin admin;
  private KronosClient client;

  @BeforeEach
  void start() throws Exception {
    admin = LocalAdmin.start(redis.uri(), Map.of());
    client = KronosClient.open(redis.config());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    admin.close();
  }

  @Test
  void tellsWhoCallsAndWhatTheyMayDo() throws Exception {
    assertThat(admin.get("viewer", "/me").body())
        .contains("\"user\":\"viewer\"", "\"rights\":[\"read\"]", "\"anonymous\":false");
    assertThat(admin.get("admin", "/me").body())
        .contains("\"rights\":[\"read\",\"payload\",\"operate\",\"administer\"]");
    assertThat(admin.get(null, "/me").statusCode()).isEqualTo(401);
    assertThat(admin.get(null, "/me").headers().firstValue("www-authenticate").orElseThrow())
        .startsWith("Basic");
    assertThat(admin.get("stranger", "/me").statusCode()).isEqualTo(403);
    assertThat(admin.get(null, "/nothing").statusCode()).isEqualTo(401);
    assertThat(admin.get("viewer", "/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsOfQueuesAndTasks() throws Exception {
    String id =
        client
            .enqueue(
                Task.of(
                    "mail:welcome",
                    "{\"to\":\"a@b\",\"password\":\"geheim\"}".getBytes(StandardCharsets.UTF_8)),
                EnqueueOption.header("X-Api-Key", "geheim"),
                EnqueueOption.header("tenant", "7"))
            .id();
    assertThat(admin.get("viewer", "/queues").body())
        .contains("\"name\":\"default\"", "\"pending\":1", "\"total\":1");
    assertThat(admin.get("viewer", "/queues/default").body()).contains("\"latencyMs\":");
    assertThat(admin.get("viewer", "/queues/other").statusCode()).isEqualTo(404);
    assertThat(admin.get("operator", "/queues/default/tasks?state=pending").body())
        .contains(id, "\"payloadPreview\":", "…")
        .doesNotContain("geheim");
    assertThat(admin.get("viewer", "/queues/default/tasks?state=pending").body())
        .contains(id)
        .doesNotContain("payloadPreview");
    assertThat(admin.get("operator", "/queues/default/tasks/" + id).body())
        .contains(
            "\"redacted\":[\"$.password\"]", "\"to\":\"a@b\"", "\"tenant\":\"7\"", "\"actions\":[")
        .doesNotContain("geheim");
    assertThat(admin.get("viewer", "/tasks/" + id).body())
        .contains("\"hidden\":true")
        .doesNotContain("a@b", "geheim");
    assertThat(admin.get("viewer", "/overview").body()).contains("\"pending\":1");
  }
}
