package io.kronosq.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.schedule.Schedule;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** What is too long to be shown at once, and is shown when a person asks for it. */
public interface PortionTests extends SiteTests {
  @Test
  default void longPayloadsAreShownByPortions() {
    String numbers =
        IntStream.range(1_000, 1_150).mapToObj(Integer::toString).collect(Collectors.joining(","));
    add("numbers", "[" + numbers + "]");
    add("lines", "a line\n".repeat(4_000) + "the last line");
    dashboard().go("#/queues/" + queue() + "/tasks/numbers").read("payload", "1099");
    assertThat(dashboard().see("payload").getText()).doesNotContain("1149");
    dashboard().click("json-more").read("payload", "1149");
    dashboard().miss("json-more");
    dashboard().go("#/queues/" + queue() + "/tasks/lines").click("text-more");
    dashboard().read("payload", "the last line");
    dashboard().miss("text-more");
  }

  private void add(String id, String payload) {
    site()
        .client()
        .enqueue(
            Task.of("report", payload.getBytes(StandardCharsets.UTF_8)),
            EnqueueOption.queue(queue()),
            EnqueueOption.taskId(id),
            LATER);
  }

  @Test
  default void earlierAttemptsAreShownWhenAskedFor() {
    enqueueInto(Site.SERVED, "flaky", "busy-line", EnqueueOption.maxRetry(5));
    Await.until(
        "it is given up",
        () ->
            inspector().task(Site.SERVED, "busy-line").orElseThrow().state() == TaskState.ARCHIVED);
    By errors = By.cssSelector("[data-test='attempt-error']");
    dashboard().go("#/queues/" + Site.SERVED + "/tasks/busy-line").see("timeline-all");
    assertThat(dashboard().count(errors)).isEqualTo(3);
    dashboard().click("timeline-all").miss("timeline-all");
    assertThat(dashboard().count(errors)).isEqualTo(6);
  }

  @Test
  default void earlierTicksOfAScheduleAreShownWhenAskedFor() {
    String id = "often-" + queue();
    inspector()
        .schedules()
        .add(Schedule.of(id, "@yearly", Task.of("report", "{}"), EnqueueOption.queue(queue())));
    for (int i = 0; i < 22; i++) {
      inspector().schedules().trigger(id);
    }
    dashboard().go("#/schedules/" + id).see("schedule-history-all");
    By rows = By.cssSelector("[data-test='schedule-history'] tbody tr");
    assertThat(dashboard().count(rows)).isEqualTo(20);
    dashboard().click("schedule-history-all").miss("schedule-history-all");
    assertThat(dashboard().count(rows)).isEqualTo(22);
    inspector().schedules().remove(id);
  }

  @Test
  default void limitKeysArePagedThrough() {
    List<String> keys =
        IntStream.range(1_000, 1_101).mapToObj(number -> "tenant-" + number).toList();
    for (String key : keys) {
      enqueue("report", "of-" + key, EnqueueOption.limitKey(key));
    }
    dashboard().go("#/queues/" + queue() + "?view=limits").read("limit-keys", keys.get(0));
    dashboard().click("keys-next").read("limit-keys", keys.get(100));
    assertThat(dashboard().see("limit-keys").getText()).doesNotContain(keys.get(0));
    dashboard().click("keys-back").read("limit-keys", keys.get(0));
  }

  @Test
  default void allQueuesOfAServerAreShownWhenAskedFor() {
    KronosServer.Builder many =
        KronosServer.builder(site().store())
            .router(new TaskRouter())
            .name("of-many-queues")
            .lease(Duration.ofSeconds(10));
    IntStream.range(0, 31).forEach(number -> many.queue("of-many-" + number, 1));
    try (KronosServer server = many.build()) {
      server.start();
      Await.until("it is there", () -> site().named("of-many-queues") != null);
      String id = Objects.requireNonNull(site().named("of-many-queues")).report().id();
      By last = By.cssSelector("a[href$='#/queues/of-many-9']");
      dashboard().go("#/servers/" + id).see("server-queues-all");
      assertThat(dashboard().has(last)).isFalse();
      dashboard().click("server-queues-all").see(last);
      dashboard().miss("server-queues-all");
    }
  }
}
