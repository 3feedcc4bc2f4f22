package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kronosq.Inspector;
import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.it.browser.BusyHour;
import io.kronosq.it.browser.Chromium;
import io.kronosq.it.browser.Dashboard;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.schedule.Schedule;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;

/**
 * Takes the documentation's pictures of the dashboard, of the sample at work: profile screenshots.
 * What it does is real; only the hour before was written into the history, which would take an hour
 * otherwise.
 */
@ArquillianTest
@RunAsClient
@EnabledIfSystemProperty(named = "it.screenshots", matches = ".+")
class ScreenshotsIT {
  private static final String NAME = "sample-app";
  private static final Path WAR = Path.of(System.getProperty("it.sample.war"));
  private static final String CONFIG = "WEB-INF/classes/META-INF/microprofile-config.properties";
  private static final Dimension WIDE = new Dimension(1280, 800);
  private static final Dimension PHONE = new Dimension(390, 844);
  private static final int HANDLERS = 16;
  private static final int IMPORTS = 6;
  private static final int ROWS = 4_000;
  private static final String API = "/sample-app/api/";

  @TempDir private Path data;

  private final Path folder = Path.of(System.getProperty("it.screenshots", "target"));

  @Test
  void picturesOfTheSampleAtWork() throws Exception {
    assumeTrue(Chromium.isInstalled(), Chromium.INSTALL);
    Files.createDirectories(folder);
    try (EmbeddedRedis redis = EmbeddedRedis.builder().folder(data).build().start();
        AppServer server = AppServer.connect();
        TaskStore store = RedisTaskStore.open(RedisConfig.parse(redis.uri()).withPrefix(NAME))) {
      BusyHour.write(store, "default");
      server.deploy(withRedis(redis.uri()), NAME);
      try {
        server.awaitStart(NAME);
        String base =
            "http://localhost:" + System.getProperty("it.http.port") + "/sample-app/kronosq/";
        try (Inspector inspector = Inspector.of(store);
            Dashboard dashboard = Dashboard.open(base, "admin", WIDE)) {
          schedule(inspector);
          work(server, inspector);
          String id = inspector.servers().get(0).report().id();
          BusyHour.writeBusy(RedisURI.create(redis.uri()), NAME, id, HANDLERS);
          takeAll(dashboard, id);
        }
      } finally {
        server.undeploy(NAME);
      }
    }
  }

  /** The sample as it is, but with a Redis that is known here. */
  private static Path withRedis(String uri) throws IOException {
    WebArchive sample = ShrinkWrap.createFromZipFile(WebArchive.class, WAR.toFile());
    String config;
    try (InputStream in = sample.get(CONFIG).getAsset().openStream()) {
      config = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    sample.add(
        new StringAsset(config.replace("embedded:", uri) + "kronosq.redis.prefix=" + NAME + "\n"),
        CONFIG);
    Path war = Path.of("target", NAME + ".war");
    sample.as(ZipExporter.class).exportTo(war.toFile(), true);
    return war;
  }

  private static void schedule(Inspector inspector) {
    Map.of(
            "newsletter", "0 8 * * MON-FRI",
            "reminders", "*/15 * * * *",
            "monthly-report", "0 6 1 * *")
        .forEach(
            (id, pattern) ->
                inspector
                    .schedules()
                    .add(
                        Schedule.of(
                            id,
                            pattern,
                            Task.of("email:welcome", "{\"list\": \"" + id + "\"}"),
                            EnqueueOption.queue("default"))));
  }

  /** Mails that arrive, some that fail at first, and some for good. */
  private static void work(AppServer server, Inspector inspector) throws Exception {
    send(server, 0, 200);
    Await.until(
        "some have failed for good",
        Duration.ofSeconds(60),
        () -> inspector.queue("default").archived() >= 5);
    for (int i = 1; i <= IMPORTS; i++) {
      send(server, i, ROWS);
    }
  }

  private static void send(AppServer server, int number, int rows) throws Exception {
    String csv =
        IntStream.range(0, rows)
            .mapToObj(i -> "Ada " + i + ",ada" + i + "." + number + "@" + domain(i) + "\n")
            .collect(Collectors.joining("", "name,email\n", ""));
    assertThat(server.post(API + "imports", "text/csv", BodyPublishers.ofString(csv)).statusCode())
        .isEqualTo(202);
  }

  private static String domain(int i) {
    return i % 40 == 0 ? "fail.example" : "example.org";
  }

  private void takeAll(Dashboard dashboard, String server) throws Exception {
    for (String theme : new String[] {"light", "dark"}) {
      dashboard.go("#/").theme(theme);
      dashboard.see(By.cssSelector("kq-time-chart"));
      // A busy machine is slow for a moment, which is no news to the reader.
      dashboard.missAll(By.cssSelector("[data-code='REDIS_LATENCY']"));
      take(dashboard, "overview-" + theme);
    }
    dashboard.go("#/servers/" + server + "?range=hour").see("server-limits");
    take(dashboard, "server");
    dashboard.resize(PHONE);
    dashboard.theme("light");
    dashboard.go("#/").see(By.cssSelector("kq-time-chart"));
    dashboard.missAll(By.cssSelector("[data-code='REDIS_LATENCY']"));
    take(dashboard, "phone");
    dashboard.resize(WIDE);
    dashboard.go("#/queues/default?state=ARCHIVED").see("tasks");
    take(dashboard, "queue");
    dashboard.click(By.cssSelector("[data-row-link]")).see("timeline");
    take(dashboard, "task");
  }

  private void take(Dashboard dashboard, String name) throws Exception {
    dashboard.run("return document.fonts.ready.then(() => true)");
    Files.write(
        folder.resolve("dashboard-" + name + ".png"), Objects.requireNonNull(dashboard.picture()));
  }
}
