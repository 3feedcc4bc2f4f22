package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kronosq.it.browser.BulkTests;
import io.kronosq.it.browser.Chromium;
import io.kronosq.it.browser.FrameTests;
import io.kronosq.it.browser.PortionTests;
import io.kronosq.it.browser.QueueTests;
import io.kronosq.it.browser.SafetyTests;
import io.kronosq.it.browser.ScheduleTests;
import io.kronosq.it.browser.ServerTests;
import io.kronosq.it.browser.Site;
import io.kronosq.it.browser.TaskTests;
import io.kronosq.it.browser.WatchTests;
import java.io.File;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The dashboard's WAR on a server, in a real browser: every action of every page, and what it came
 * to. The tests are those of the interfaces, so that they share the deployment and the browser.
 */
@ArquillianTest
@RunAsClient
class DashboardIT
    implements BulkTests,
        FrameTests,
        PortionTests,
        QueueTests,
        SafetyTests,
        ScheduleTests,
        ServerTests,
        TaskTests,
        WatchTests {
  private static final String BASE =
      "http://localhost:" + System.getProperty("it.http.port") + "/kronosq/";

  /** Of a Redis that is not the shared one: it is stopped for a while. */
  private static final int PORT = Site.freePort();

  private static @Nullable Site site;

  private String queue = "";

  @Deployment(testable = false)
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(
            WebArchive.class, new File(System.getProperty("it.dashboard.war")))
        .addAsResource(
            new StringAsset(
                "kronosq.redis.uri=redis://127.0.0.1:"
                    + PORT
                    + "\nkronosq.redis.prefix=dashboard\n"),
            "META-INF/microprofile-config.properties");
  }

  @BeforeAll
  static void open() {
    assumeFalse(Boolean.getBoolean("browser.skip"), "skipped by -Dbrowser.skip");
    assumeTrue(Chromium.isInstalled(), Chromium.INSTALL);
    site = new Site(BASE, PORT);
  }

  @AfterAll
  static void close() {
    if (site != null) {
      site.close();
    }
  }

  @BeforeEach
  void prepare() {
    queue = site().prepare();
  }

  @Override
  public Site site() {
    return Objects.requireNonNull(site);
  }

  @Override
  public String queue() {
    return queue;
  }

  @Test
  void nobodyGetsInWithoutALogin() throws Exception {
    try (AppServer server = AppServer.connect()) {
      HttpResponse<String> answer = server.get("/kronosq/api/v1/me");
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic");
      assertThat(server.get("/kronosq/").headers().firstValue("Content-Security-Policy"))
          .isPresent();
    }
  }
}
