package io.kronosq.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.LimitSettings;
import io.kronosq.task.Aggregation;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Limits;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The pages of queues, but for what is done to their tasks. */
public interface QueueTests extends SiteTests {
  @Test
  default void queuesArePausedResumedAndDeleted() {
    enqueue("report", "one");
    dashboard().go("#/queues").clickInRow(queue(), "queue-pause");
    Await.until("it is paused", () -> inspector().queue(queue()).paused());
    dashboard().clickInRow(queue(), "queue-resume");
    Await.until("it is not paused", () -> !inspector().queue(queue()).paused());
    dashboard().go("#/queues/" + queue()).click("queue-pause");
    Await.until("it is paused again", () -> inspector().queue(queue()).paused());
    dashboard().click("queue-resume");
    Await.until("it is not paused again", () -> !inspector().queue(queue()).paused());
    dashboard().click("queue-delete").click("confirm-cancel").miss("confirm-typed");
    dashboard().click("queue-delete").write("confirm-typed", queue() + "-other");
    assertThat(dashboard().see("confirm-ok").isEnabled()).isFalse();
    dashboard().write("confirm-typed", queue());
    dashboard().confirm();
    Await.until(
        "it is deleted",
        () -> inspector().queues().stream().noneMatch(each -> each.name().equals(queue())));
    dashboard().see("queues-filter");
  }

  @Test
  default void queuesAreFoundSortedAndPagedThrough() {
    for (int i = 0; i < 51; i++) {
      enqueueInto(queue() + "-" + i, "report", "one", LATER);
    }
    enqueue("report", "one");
    enqueue("report", "two");
    dashboard().go("#/queues").write("queues-filter", queue());
    Await.until("it is in the address", () -> dashboard().address().contains("name=" + queue()));
    dashboard().click("queues-next").see("queues-first");
    dashboard().click("queues-first").see(By.cssSelector("[data-id='" + queue() + "-0']"));
    dashboard().click("sort-pending").see(By.cssSelector("[aria-sort='descending']"));
    dashboard().see(By.cssSelector("tbody tr:first-child[data-id='" + queue() + "']"));
    for (int i = 0; i < 51; i++) {
      inspector().deleteQueue(queue() + "-" + i, true);
    }
  }

  @Test
  default void limitsAreSetForTheQueueForItsKeysAndForOneKey() {
    enqueue("report", "one", EnqueueOption.limitKey("tenant-1"));
    dashboard().go("#/queues/" + queue()).click("queue-limit");
    dashboard()
        .write("limits-queue-concurrency", "3")
        .write("limits-keys-count", "10")
        .write("limits-keys-seconds", "60")
        .write("limits-keys-burst", "2")
        .click("limits-key-add")
        .write("limits-key-name", "tenant-7")
        .write("limits-ofKeys-concurrency", "5")
        .write("limits-partitions", "2")
        .click("limits-save")
        .miss("limits-save");
    LimitSettings settings = inspector().limits(queue()).settings();
    assertThat(settings.queue()).isEqualTo(Limits.concurrent(3));
    assertThat(settings.keys().rate().tasks()).isEqualTo(10);
    assertThat(settings.keys().rate().per()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.keys().rate().burst()).isEqualTo(2);
    assertThat(settings.ofKeys()).containsOnlyKeys("tenant-7");
    assertThat(inspector().queue(queue()).partitions()).isEqualTo(2);
    dashboard().click("view-limits").read("limit-keys", "tenant-1");
    dashboard().click("queue-limit").click("limits-key-remove").click("limits-save");
    dashboard().miss("limits-save");
    assertThat(inspector().limits(queue()).settings().ofKeys()).isEmpty();
  }

  @Test
  default void limitsThatAnotherPersonChangedMeanwhileAreNotOverwritten() {
    enqueue("report", "one");
    dashboard().go("#/queues/" + queue()).click("queue-limit");
    dashboard().write("limits-queue-concurrency", "3");
    inspector().limits(queue()).set(Limits.concurrent(9));
    dashboard().click("limits-save").see("limits-reload");
    assertThat(inspector().limits(queue()).settings().queue()).isEqualTo(Limits.concurrent(9));
    dashboard().click("limits-reload").miss("limits-reload");
    assertThat(dashboard().see("limits-queue-concurrency").getDomProperty("value")).isEqualTo("9");
    dashboard().write("limits-queue-concurrency", "4").click("limits-save").miss("limits-save");
    assertThat(inspector().limits(queue()).settings().queue()).isEqualTo(Limits.concurrent(4));
  }

  @Test
  default void tasksAreEnqueuedWithAllThatTheyCarry() {
    dashboard().go("#/queues").click("queues-enqueue");
    dashboard()
        .write("enqueue-queue", queue())
        .write("enqueue-type", "report")
        .write("enqueue-payload", "{\"id\": 7}")
        .write("enqueue-id", "by-hand")
        .write("enqueue-delay", "3600")
        .write("enqueue-max-retry", "4")
        .click("enqueue-more")
        .write("enqueue-timeout", "60")
        .write("enqueue-retention", "2")
        .write("enqueue-limit-key", "tenant-7")
        .write("enqueue-headers", "tenant: 7")
        .click("enqueue-ok");
    dashboard().read("task-id", "by-hand");
    TaskInfo task = inspector().task(queue(), "by-hand").orElseThrow();
    assertThat(task.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(task.maxRetry()).isEqualTo(4);
    assertThat(task.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(task.retention()).isEqualTo(Duration.ofMinutes(2));
    assertThat(task.limitKey()).isEqualTo("tenant-7");
    assertThat(task.headers()).containsEntry("tenant", "7");
    assertThat(new String(task.payload(), StandardCharsets.UTF_8)).contains("7");
  }

  @Test
  default void textAndBytesAreEnqueuedButNoJsonThatIsNone() {
    enqueue("report", "first");
    dashboard().go("#/queues/" + queue()).click("queue-enqueue").click("enqueue-cancel");
    dashboard().miss("enqueue-ok");
    dashboard()
        .click("queue-enqueue")
        .write("enqueue-type", "report")
        .write("enqueue-id", "text")
        .write("enqueue-payload", "{not JSON")
        .click("enqueue-ok")
        .see(By.cssSelector("kq-enqueue-dialog [role='alert']"));
    dashboard().click("enqueue-text").click("enqueue-ok").read("task-id", "text");
    assertThat(payload("text")).asString(StandardCharsets.UTF_8).isEqualTo("{not JSON");
    dashboard().go("#/queues/" + queue()).click("queue-enqueue");
    dashboard()
        .write("enqueue-type", "report")
        .write("enqueue-id", "bytes")
        .write("enqueue-payload", "AAEC")
        .click("enqueue-binary")
        .click("enqueue-ok")
        .read("task-id", "bytes");
    assertThat(payload("bytes")).containsExactly(0, 1, 2);
  }

  private byte[] payload(String id) {
    return inspector().task(queue(), id).orElseThrow().payload();
  }

  @Test
  default void groupsAreRunBeforeTheirTime() {
    Aggregation patient = new Aggregation(100, Duration.ofHours(1), Duration.ofHours(1));
    enqueue("report", "one", EnqueueOption.group("tenant-7", patient));
    enqueue("report", "two", EnqueueOption.group("tenant-7", patient));
    dashboard().go("#/queues/" + queue()).click("view-groups").read("groups", "tenant-7");
    dashboard().click("group-run");
    Await.until("the group is a batch", () -> inspector().queue(queue()).pending() == 1);
    assertThat(inspector().groups(queue())).isEmpty();
  }

  @Test
  default void historyIsShownOfAnHourADayAndTwoWeeks() {
    enqueue("report", "one");
    dashboard().go("#/queues/" + queue()).click("view-history");
    for (String range : new String[] {"day", "fortnight", "hour"}) {
      dashboard().click("range-" + range);
      dashboard().see(By.cssSelector("[data-test='range-" + range + "'][aria-pressed='true']"));
      dashboard().see("chart-backlog");
    }
  }
}
