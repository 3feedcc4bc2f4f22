package io.kronosq.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.ServerReport;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The pages of servers. */
public interface ServerTests extends SiteTests {
  @Test
  default void serversAreQuietedResumedAndScaled() {
    dashboard().go("#/servers/" + report().id()).click("server-quiet");
    Await.until("it is quiet", () -> report().quiet());
    dashboard().reloadUntil("server-resume").click("server-resume");
    Await.until("it works", () -> !report().quiet());
    dashboard().click("server-concurrency");
    dashboard().write("server-concurrency-min", "7").write("server-concurrency-max", "5");
    dashboard().click("server-concurrency-apply");
    dashboard().see(By.id("concurrency-problem"));
    dashboard().write("server-concurrency-min", "2").click("server-concurrency-apply");
    Await.until("it is scaled", () -> report().concurrency().max() == 5);
    assertThat(report().concurrency().min()).isEqualTo(2);
    dashboard().click("server-concurrency").click("server-concurrency-reset");
    Await.until("it is as configured", () -> report().concurrency().max() == 8);
    for (String range : new String[] {"hour", "day", "sixHours"}) {
      dashboard().click("server-range-" + range);
      dashboard()
          .see(By.cssSelector("[data-test='server-range-" + range + "'][aria-current='true']"));
    }
  }

  private ServerReport report() {
    return server().report();
  }

  @Test
  default void serversAreFoundQuietedAndStopped() {
    try (KronosServer other =
        KronosServer.builder(site().store())
            .router(new TaskRouter())
            .queue("other", 1)
            .name("to-be-stopped")
            .lease(Duration.ofSeconds(10))
            .build()) {
      other.start();
      Await.until("it is there", () -> site().named("to-be-stopped") != null);
      dashboard().go("#/servers").write("servers-filter", "to-be-st");
      dashboard().missAll(By.cssSelector("[data-id='" + report().id() + "']"));
      dashboard().click("servers-view-running").see("empty");
      dashboard().click("servers-view-servers");
      dashboard().clickInRow(told().id(), "server-quiet");
      Await.until("it is quiet", () -> told().quiet());
      dashboard().reloadUntil("server-resume").clickInRow(told().id(), "server-resume");
      Await.until("it works", () -> !told().quiet());
      dashboard().click(By.cssSelector("[data-id='" + told().id() + "'] [data-row-link]"));
      dashboard().click("server-stop").confirm();
      Await.until("it is stopped", () -> site().named("to-be-stopped") == null);
    }
  }

  private ServerReport told() {
    return Objects.requireNonNull(site().named("to-be-stopped")).report();
  }
}
