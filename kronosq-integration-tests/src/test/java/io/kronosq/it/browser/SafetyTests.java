package io.kronosq.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.schedule.Schedule;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import jakarta.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;

/**
 * Hostile content, hostile sites, people of fewer rights, and people who don't see or use a mouse.
 */
public interface SafetyTests extends SiteTests {
  @Test
  default void hostileContentIsTextEverywhere() {
    site()
        .client()
        .enqueue(
            Task.of(
                Hostile.MARKUP,
                Json.createObjectBuilder().add(Hostile.TURNED, Hostile.LONG).build().toString()),
            EnqueueOption.queue(Site.SERVED),
            EnqueueOption.taskId("hostile <b>" + Hostile.MARKUP.substring(0, 60)),
            EnqueueOption.header("x-source", Hostile.MARKUP),
            EnqueueOption.limitKey(Hostile.MARKUP));
    enqueueInto(Site.SERVED, "import", "marks");
    inspector()
        .schedules()
        .add(
            Schedule.of(
                Hostile.MARKUP,
                "@yearly",
                Task.of(Hostile.MARKUP),
                EnqueueOption.queue(Site.SERVED)));
    Await.until("it failed", () -> hostile() != null);
    Await.until(
        "the other tells",
        () -> inspector().task(Site.SERVED, "marks").orElseThrow().state() == TaskState.ACTIVE);
    List<String> addresses =
        List.of(
            "#/",
            "#/queues",
            "#/queues/post?state=ARCHIVED",
            "#/queues/post?view=limits",
            "#/queues/post/tasks/" + encoded(hostile()),
            "#/queues/post/tasks/marks",
            "#/schedules",
            "#/schedules/" + encoded(Hostile.MARKUP),
            "#/servers",
            "#/servers/" + server().report().id(),
            "#/events?type=" + encoded(Hostile.MARKUP),
            "#/audit",
            "#/jobs");
    dashboard().reload();
    for (Dimension size : List.of(Site.WIDE, Site.PHONE)) {
      dashboard().resize(size);
      for (String address : addresses) {
        dashboard().go(address);
        assertThat(dashboard().run("return window.hacked")).as(address).isNull();
        assertThat(dashboard().fits()).as(address + " fits " + size).isTrue();
      }
    }
    assertThat(dashboard().violations()).isEmpty();
    assertThat(dashboard().complaints()).isEmpty();
  }

  private String hostile() {
    return inspector().tasks(Site.SERVED, TaskState.ARCHIVED).tasks().stream()
        .filter(task -> task.type().equals(Hostile.MARKUP))
        .map(task -> task.ref().id())
        .findFirst()
        .orElse(null);
  }

  private String encoded(String text) {
    return String.valueOf(dashboard().run("return encodeURIComponent(arguments[0])", text));
  }

  @Test
  default void everyPageIsAccessibleInBothThemesAndOnAPhone() {
    enqueue("report", "one", LATER);
    inspector()
        .schedules()
        .add(Schedule.of("hourly", "@hourly", Task.of("report"), EnqueueOption.queue(queue())));
    List<String> addresses =
        List.of(
            "#/",
            "#/queues",
            "#/queues/" + queue(),
            "#/queues/" + queue() + "?view=history",
            "#/queues/" + queue() + "/tasks/one",
            "#/servers",
            "#/servers/" + server().report().id(),
            "#/schedules",
            "#/schedules/hourly",
            "#/schedules/hourly?edit=1",
            "#/events",
            "#/jobs",
            "#/audit",
            "#/redis");
    List<String> problems = new ArrayList<>();
    dashboard().go("#/");
    for (String theme : List.of("light", "dark")) {
      dashboard().theme(theme);
      for (String address : addresses) {
        String found = dashboard().go(address).accessibilityProblems();
        if (!found.isEmpty()) {
          problems.add(theme + " " + address + ": " + found);
        }
      }
    }
    dashboard().resize(Site.PHONE);
    for (String address : addresses) {
      if (!dashboard().go(address).fits()) {
        problems.add(address + " does not fit a phone");
      }
    }
    assertThat(problems).isEmpty();
    assertThat(dashboard().violations()).isEmpty();
  }

  @Test
  default void viewersSeeNoActions() {
    enqueue("report", "one", LATER);
    try {
      dashboard().logIn("viewer");
      dashboard().go("#/queues/" + queue() + "?state=SCHEDULED");
      dashboard().see(By.cssSelector("[data-id='one']"));
      for (String action :
          List.of("queue-pause", "queue-delete", "queue-enqueue", "task-select", "all-delete")) {
        assertThat(dashboard().has(action)).as(action).isFalse();
      }
      dashboard().go("#/queues/" + queue() + "/tasks/one").see("task-id");
      assertThat(dashboard().has("task-delete")).isFalse();
      dashboard().go("#/servers/" + server().report().id()).see("server-state");
      assertThat(dashboard().has("server-stop")).isFalse();
      assertThat(dashboard().has("nav-audit")).isFalse();
      dashboard().go("#/audit").see("forbidden");
    } finally {
      dashboard().logIn("admin");
    }
  }

  @Test
  default void whoseRightsWereTakenIsToldSo() {
    enqueue("report", "one");
    dashboard().go("#/queues/" + queue()).see("queue-pause");
    try {
      dashboard().become("viewer");
      dashboard().click("queue-pause").see(By.cssSelector(".kq-toast-bad"));
      assertThat(inspector().queue(queue()).paused()).isFalse();
    } finally {
      dashboard().logIn("admin");
    }
  }

  @Test
  default void writesFromOtherSitesAreRefused() {
    enqueue("report", "one");
    Dashboard other = dashboard().at(site().base().replace("localhost", "127.0.0.1"));
    other.go("#/queues");
    String pause = site().base() + "api/v1/queues/" + queue() + "/pause";
    for (String options :
        List.of(
            "{method: 'POST', mode: 'no-cors', credentials: 'include'}",
            "{method: 'POST', headers: {'X-Kronosq-Request': '1'}, credentials: 'include'}")) {
      other.run(
          "return fetch(arguments[0], " + options + ").then(a => a.status, e => String(e))", pause);
      assertThat(inspector().queue(queue()).paused()).as(options).isFalse();
    }
    other.leave();
  }
}
