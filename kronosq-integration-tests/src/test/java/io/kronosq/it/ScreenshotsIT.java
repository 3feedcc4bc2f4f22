package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kronosq.it.browser.Chromium;
import io.kronosq.it.browser.Dashboard;
import io.kronosq.testing.Await;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;

/**
 * Takes the documentation's pictures of the dashboard, of the sample at work: profile screenshots.
 */
@ArquillianTest
@RunAsClient
@EnabledIfSystemProperty(named = "it.screenshots", matches = ".+")
class ScreenshotsIT {
  private static final Path WAR = Path.of(System.getProperty("it.sample.war"));
  private static final Dimension WIDE = new Dimension(1280, 800);
  private static final Dimension PHONE = new Dimension(390, 844);
  private static final int ROWS = 400;
  private static final String API = "/sample-app/api/";

  private final Path folder = Path.of(System.getProperty("it.screenshots", "target"));

  @Test
  void picturesOfTheSampleAtWork() throws Exception {
    assumeTrue(Chromium.isInstalled(), Chromium.INSTALL);
    Files.createDirectories(folder);
    try (AppServer server = AppServer.connect()) {
      server.deploy(WAR, "sample-app");
      try {
        server.awaitStart("sample-app");
        work(server);
        String base =
            "http://localhost:" + System.getProperty("it.http.port") + "/sample-app/kronosq/";
        try (Dashboard dashboard = Dashboard.open(base, "admin", WIDE)) {
          takeAll(dashboard);
        }
      } finally {
        server.undeploy("sample-app");
      }
    }
  }

  /** Mails that arrive, some that fail at first, and some for good. */
  private static void work(AppServer server) throws Exception {
    String csv =
        IntStream.range(0, ROWS)
            .mapToObj(i -> "Ada " + i + ",ada" + i + "@" + domain(i) + "\n")
            .collect(Collectors.joining("", "name,email\n", ""));
    assertThat(server.post(API + "imports", "text/csv", BodyPublishers.ofString(csv)).statusCode())
        .isEqualTo(202);
    for (int i = 0; i < 20; i++) {
      server.post(
          API + "signups",
          "application/json",
          BodyPublishers.ofString(
              "{\"name\": \"Grace %d\", \"email\": \"grace%d@%s\"}".formatted(i, i, domain(i))));
    }
    Await.until(
        "most mails have arrived",
        Duration.ofSeconds(60),
        () -> server.get(API + "outbox?limit=1000").body().contains("ada" + (ROWS - 3) + "@"));
  }

  private static String domain(int i) {
    return i % 40 == 0 ? "fail.example" : "example.org";
  }

  private void takeAll(Dashboard dashboard) throws Exception {
    for (String theme : new String[] {"light", "dark"}) {
      dashboard.go("#/").theme(theme);
      dashboard.see(By.cssSelector("kq-time-chart"));
      take(dashboard, "overview-" + theme);
    }
    dashboard.theme("light");
    dashboard.go("#/queues/default?state=ARCHIVED").see("tasks");
    take(dashboard, "queue");
    dashboard.click(By.cssSelector("[data-row-link]")).see("timeline");
    take(dashboard, "task");
    dashboard.go("#/servers").click(By.cssSelector("[data-row-link]")).see("server-limits");
    dashboard.theme("dark");
    take(dashboard, "server");
    dashboard.resize(PHONE);
    dashboard.theme("light");
    dashboard.go("#/").see(By.cssSelector("kq-time-chart"));
    take(dashboard, "phone");
  }

  private void take(Dashboard dashboard, String name) throws Exception {
    dashboard.run("return document.fonts.ready.then(() => true)");
    Files.write(
        folder.resolve("dashboard-" + name + ".png"), Objects.requireNonNull(dashboard.picture()));
  }
}
