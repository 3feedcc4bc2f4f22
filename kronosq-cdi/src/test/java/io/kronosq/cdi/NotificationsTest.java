package io.kronosq.cdi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kronosq.KronosClient;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.notify.NotifierStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationsTest {
  @ApplicationScoped
  static class Handlers {
    @KronosHandler("bad:*")
    public void bad() {
      throw new SkipRetryException("\"quoted\" \u0001 and <b>bold</b>");
    }
  }

  private record Request(String path, JsonObject body) {}

  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            requests.add(
                new Request(
                    exchange.getRequestURI().getPath(),
                    Json.createReader(new StringReader(body)).readObject()));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Application.Builder application() {
    return Application.of(Handlers.class).with("kronosq.redis.uri", "embedded:?memory");
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private Map<String, JsonObject> take(int count) throws InterruptedException {
    Map<String, JsonObject> taken = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Request request = requests.poll(20, TimeUnit.SECONDS);
      assertThat(request).as("request after " + taken.keySet()).isNotNull();
      taken.put(request.path(), request.body());
    }
    return taken;
  }

  @Test
  void everyServiceIsToldAsItIsConfigured() throws Exception {
    try (Application application =
        application()
            .with("kronosq.name", "shop")
            .with("kronosq.notify.include-payload", true)
            .with("kronosq.notify.slack.url", url("/slack"))
            .with("kronosq.notify.slack.title", "{count} {type}")
            .with("kronosq.notify.slack.operators.url", url("/operators"))
            .with("kronosq.notify.slack.operators.text", "only {type}")
            .with("kronosq.notify.slack.nobody.types", "bad:*")
            .with("kronosq.notify.discord.url", url("/discord"))
            .with("kronosq.notify.telegram.token", "12:abc")
            .with("kronosq.notify.telegram.chat-id", "-100")
            .with("kronosq.notify.telegram.api-url", url(""))
            .with("kronosq.notify.webhook.url", url("/webhook"))
            .with("kronosq.notify.webhook.secret", "a secret for the test")
            .with("kronosq.notify.webhook.link", "https://ops.test/{id}")
            .with("kronosq.notify.webhook.other.url", url("/other"))
            .with("kronosq.notify.webhook.other.exclude-types", "bad:*")
            .start()) {
      application.get(KronosClient.class).enqueue("bad:mail", Map.of("token", "x", "n", 1));

      Map<String, JsonObject> told = take(5);
      assertThat(told.keySet())
          .containsExactly(
              "/bot12:abc/sendMessage", "/discord", "/operators", "/slack", "/webhook");
      assertThat(told.get("/slack").getString("text")).isEqualTo("1 bad:mail");
      assertThat(told.get("/operators").toString()).contains("*1 bad:mail*\\nonly bad:mail\"");
      assertThat(told.get("/bot12:abc/sendMessage").getString("text"))
          .contains("<b>bad:mail archived</b>", "and &lt;b&gt;bold", "server shop");
      JsonObject group = told.get("/webhook").getJsonArray("groups").getJsonObject(0);
      assertThat(group.getString("server")).isEqualTo("shop");
      assertThat(group.getString("payload")).contains("\"token\":…").contains("\"n\":1");
      assertThat(group.getString("link")).startsWith("https://ops.test/");
      Map<String, NotifierStatus> status = application.get(KronosLifecycle.class).notifiers();
      assertThat(status.keySet())
          .containsExactly(
              "slack", "slack.operators", "discord", "telegram", "webhook", "webhook.other");
      assertThat(status.values()).allMatch(NotifierStatus::isHealthy);
    }
  }

  @Test
  void theEndOfTheApplicationTellsWhatWasGathered() throws Exception {
    try (Application application =
        application().with("kronosq.notify.webhook.url", url("/webhook")).start()) {
      for (int i = 0; i < 50; i++) {
        application.get(KronosClient.class).enqueue("bad:mail", i);
      }
      take(1);
    }
    long count = 1;
    for (Request request = requests.poll(); request != null; request = requests.poll()) {
      count += request.body().getInt("count");
    }
    // What was not processed before the end was not archived either.
    assertThat(count).isBetween(1L, 50L);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      assertThat(thread.getName()).doesNotStartWith("kronosq-notify");
    }
  }

  @Test
  void nothingIsOpenedWhenNothingIsConfigured() {
    try (Application application =
        application()
            .with("kronosq.notify.slack.url", "")
            .with("kronosq.notify.quiet-time", "1m")
            .start()) {
      assertThat(application.get(KronosLifecycle.class).notifiers()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kronosq.notify.events | GONE | it must be task events separated by commas: STARTED, SUCCEEDED
          kronosq.notify.events | ARCHIVED, | (A name is missing beside a comma)
          kronosq.notify.quiet-time | 10ms | it must be a duration of at least 1s
          kronosq.notify.slack.quiet-time | soon | it must be a duration of at least 1s
          kronosq.notify.slack.threshold | 0 | it must be a whole number from 1 to 1000
          kronosq.notify.slack.title | {tpye} | The placeholder {tpye} is unknown; there are {type}
          kronosq.notify.text | {type | The brace at '{type' is not closed
          kronosq.notify.link | ops/{id} | A link begins with https:// or http://
          kronosq.notify.payload-max-length | 0 | it must be a whole number from 1 to 2000
          """)
  void wrongValueFailsTheDeploymentOnce(String key, String value, String allowed) {
    assertThatThrownBy(
            () ->
                application()
                    .with("kronosq.notify.slack.url", url("/slack"))
                    .with("kronosq.notify.discord.url", url("/discord"))
                    .with(key, value)
                    .start()
                    .close())
        .hasMessageContaining("Kronosq found 1 deployment mistake:")
        .hasMessageContaining("1. KRONOSQ0062: " + key + "=" + value + " is not allowed: ")
        .hasMessageContaining(allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          slack.url | http://host.test/geheim | KRONOSQ0062: kronosq.notify.slack.url (its value is not shown) is not allowed
          slack.a.url | geheim | KRONOSQ0062: kronosq.notify.slack.a.url (its value is not shown) is not allowed
          discord.url | ftp://geheim | KRONOSQ0062: kronosq.notify.discord.url (its value is not shown) is not allowed
          webhook.url | https://u:geheim@h/ | KRONOSQ0062: kronosq.notify.webhook.url (its value is not shown) is not allowed
          telegram.token | 12:geheim | KRONOSQ0075: kronosq.notify.telegram.token is set without a chat: set kronosq.notify.telegram.chat-id
          """)
  void secretsAreNeverShown(String key, String value, String message) {
    assertThatThrownBy(() -> application().with("kronosq.notify." + key, value).start().close())
        .hasMessageContaining("1. " + message)
        .hasMessageNotContaining("geheim");
  }

  @Test
  void aShortSecretAndAWrongChatFailTheDeployment() {
    assertThatThrownBy(
            () ->
                application()
                    .with("kronosq.notify.webhook.url", url("/webhook"))
                    .with("kronosq.notify.webhook.secret", "geheim")
                    .with("kronosq.notify.telegram.token", "12:geheim")
                    .with("kronosq.notify.telegram.chat-id", "team")
                    .start()
                    .close())
        .hasMessageContaining("Kronosq found 2 deployment mistakes:")
        .hasMessageContaining(
            "KRONOSQ0076: kronosq.notify.telegram is wrong: The Telegram chat id 'team'")
        .hasMessageContaining("kronosq.notify.webhook is wrong: The webhook secret has 6 bytes")
        .hasMessageNotContaining("geheim");
  }
}
