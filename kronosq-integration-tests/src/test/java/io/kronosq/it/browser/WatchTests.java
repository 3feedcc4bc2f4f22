package io.kronosq.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.AuditEntry;
import io.kronosq.inspect.AuditQuery;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The pages that only show: overview, events and audit. */
public interface WatchTests extends SiteTests {
  @Test
  default void overviewIsShownOfAnHourADayAndTwoWeeks() {
    for (int i = 0; i < 5; i++) {
      enqueueInto(queue() + "-" + i, "report", "one");
    }
    dashboard().go("#/").see("verdict");
    for (String range : new String[] {"day", "fortnight", "hour"}) {
      dashboard().click("range-" + range);
      dashboard().see(By.cssSelector("[data-test='range-" + range + "'][aria-current='true']"));
      dashboard().see("chart-throughput");
    }
    // Nobody serves the queues: the findings lead to them.
    String first = queue() + "-0";
    dashboard().click("findings-all");
    dashboard().click(By.cssSelector("[data-test='findings'] a[href='#/queues/" + first + "']"));
    dashboard().see("queue-facts");
    dashboard().go("#/").click("tile-waiting").see("queues");
    assertThat(dashboard().address()).contains("sort=pending");
    for (int i = 0; i < 5; i++) {
      inspector().deleteQueue(queue() + "-" + i, true);
    }
  }

  @Test
  default void eventsAreFilteredPausedAndCleared() {
    dashboard().go("#/events?queue=" + Site.SERVED).read("events-state", "Live");
    Await.until(
        "servers pass on what happens, since somebody looks",
        () -> {
          site().client().enqueue(Task.of("report"), EnqueueOption.queue(Site.SERVED));
          return dashboard().has("events");
        });
    enqueueInto(Site.SERVED, "report", queue() + "-seen");
    dashboard().read("events", queue() + "-seen");

    dashboard().click("events-pause");
    enqueueInto(Site.SERVED, "broken", queue() + "-kept");
    dashboard().see(By.cssSelector("[data-test='events-pause'] b"));
    assertThat(dashboard().see("events").getText()).doesNotContain(queue() + "-kept");
    dashboard().click("events-pause").read("events", queue() + "-kept");

    dashboard().click("events-name-archived");
    dashboard().missAll(event(queue() + "-seen"));
    dashboard().see(event(queue() + "-kept"));
    dashboard().click("events-filter-reset").see(event(queue() + "-seen"));
    dashboard().write("events-filter-text", "on fire");
    dashboard().missAll(event(queue() + "-seen"));
    dashboard().click("events-filter-reset").write("events-filter-type", "rep*");
    dashboard().missAll(event(queue() + "-kept"));
    dashboard().click("events-filter-reset").write("events-filter-queue", "elsewhere");
    dashboard().missAll(event(queue() + "-seen"));
    dashboard().click("events-filter-reset").see(event(queue() + "-seen"));
    dashboard().click("events-clear").missAll(event(queue() + "-seen"));
  }

  private By event(String task) {
    return By.xpath("//*[@data-test='events']//a[.='" + task + "']");
  }

  @Test
  default void auditTellsWhoDidWhatFilteredAndPageByPage() {
    for (int i = 0; i < 50; i++) {
      inspector().audit().record(AuditEntry.of("earlier", "made.up", queue(), "done"));
    }
    enqueue("report", "one");
    String target = queue() + "/one";
    dashboard().go("#/queues/" + target.replace("/", "/tasks/")).click("task-archive");
    Await.until(
        "it is told", () -> latest().filter(entry -> entry.target().equals(target)).isPresent());
    String action = latest().orElseThrow().action();

    dashboard().go("#/audit").read("audit", target);
    dashboard().click("audit-older").see("audit-newest");
    dashboard().click("audit-newest").missAll(By.cssSelector("[data-test='audit-newest']"));
    dashboard().write("audit-filter-user", "earlier").click("audit-filter-apply");
    dashboard().missAll(By.xpath("//*[@data-test='audit']//a[.='" + action + "']"));
    dashboard().write("audit-filter-user", "admin").write("audit-filter-action", action);
    dashboard().click("audit-filter-apply").read("audit", target);
    dashboard().click(By.linkText(target)).read("task-id", "one");
  }

  /** What the admin did last. */
  private Optional<AuditEntry> latest() {
    AuditQuery query = AuditQuery.ALL.byUser("admin").limitedTo(1);
    return inspector().audit().page(query).entries().stream().findFirst();
  }
}
