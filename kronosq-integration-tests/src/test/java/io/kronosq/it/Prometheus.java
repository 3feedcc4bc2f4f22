package io.kronosq.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes the application server, in a folder of its own. */
final class Prometheus implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
  private static final Path TOOL = Path.of("/usr/bin/promtool");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = TestRedis.freePort();
  private final Process process;

  private Prometheus(Path folder, URI target) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global:
          scrape_interval: 1s
        scrape_configs:
          - job_name: server
            metrics_path: %s
            static_configs:
              - targets: ['%s']
        """
            .formatted(target.getPath(), target.getAuthority()));
    process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
  }

  /** Whether it is installed, with its tool for rules. */
  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM) && Files.isExecutable(TOOL);
  }

  /**
   * Starts it.
   *
   * @param folder empty
   * @param target the page with the metrics
   */
  static Prometheus scraping(Path folder, URI target) throws IOException {
    Prometheus started = new Prometheus(folder, target);
    Await.until(
        "Prometheus scrapes the server", Duration.ofSeconds(30), () -> started.isScraping());
    return started;
  }

  private boolean isScraping() {
    try {
      return !query("up == 1").isEmpty();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The series that a query answers with, at this moment. */
  JsonArray query(String expression) throws IOException {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query?query=%s"
                .formatted(port, URLEncoder.encode(expression, UTF_8)));
    try {
      HttpResponse<String> response =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 503) {
        throw new IOException("Prometheus is not ready");
      }
      try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
        JsonObject answer = reader.readObject();
        if (!answer.getString("status").equals("success")) {
          throw new IllegalArgumentException(expression + ": " + answer.getString("error"));
        }
        return answer.getJsonObject("data").getJsonArray("result");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What the tool says of rules, when it finds nothing wrong. */
  static String check(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(TOOL.toString()));
    command.addAll(List.of(arguments));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(tool.getInputStream().readAllBytes(), UTF_8);
    if (tool.waitFor() != 0) {
      throw new AssertionError(said);
    }
    return said;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
