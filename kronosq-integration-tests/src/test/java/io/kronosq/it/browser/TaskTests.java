package io.kronosq.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** What is done to single tasks, and to some that were chosen. */
public interface TaskTests extends SiteTests {
  @Test
  default void tasksAreRunArchivedRetriedAndDeleted() {
    enqueue("report", "one", LATER);
    dashboard().go("#/queues/" + queue() + "/tasks/one").click("task-archive");
    awaitState("one", TaskState.ARCHIVED);
    dashboard().click("task-retry");
    awaitState("one", TaskState.PENDING);
    enqueue("report", "two", LATER);
    dashboard().go("#/queues/" + queue() + "/tasks/two").click("task-run");
    awaitState("two", TaskState.PENDING);
    dashboard().click("task-delete").click("confirm-cancel").miss("confirm-ok");
    assertThat(state("two")).isEqualTo(TaskState.PENDING);
    dashboard().click("task-delete").confirm();
    Await.until("it is deleted", () -> inspector().task(queue(), "two").isEmpty());
    dashboard().see("queue-facts");
  }

  @Test
  default void runningTasksAreCancelled() {
    enqueueInto(Site.SERVED, "import", "slow");
    Await.until("it is being done", () -> served("slow").state() == TaskState.ACTIVE);
    dashboard().go("#/queues/" + Site.SERVED + "/tasks/slow");
    dashboard().read("task-progress", "40");
    dashboard().click("task-cancel").confirm();
    Await.until("it is stopped", () -> served("slow").state() != TaskState.ACTIVE);
  }

  private TaskInfo served(String id) {
    return inspector().task(Site.SERVED, id).orElseThrow();
  }

  @Test
  default void attemptsAreToldWithTheirStackTraces() {
    enqueueInto(Site.SERVED, "broken", "on-fire");
    Await.until("it failed", () -> served("on-fire").state() == TaskState.ARCHIVED);
    dashboard().go("#/queues/" + Site.SERVED + "/tasks/on-fire");
    dashboard().read("attempt-error", "The printer is on fire");
    dashboard().click(By.cssSelector("[data-test='attempt-stack'] summary"));
    dashboard().read("attempt-stack", "SkipRetryException");
  }

  @Test
  default void chosenTasksAreChangedTogether() {
    for (int i = 0; i < 5; i++) {
      enqueue("report", "task-" + i, LATER);
    }
    dashboard().go("#/queues/" + queue() + "?state=SCHEDULED");
    dashboard().clickInRow("task-3", "task-select").click("chosen-archive");
    awaitState("task-3", TaskState.ARCHIVED);
    dashboard().clickInRow("task-2", "task-select").click("chosen-run");
    awaitState("task-2", TaskState.PENDING);
    dashboard().missAll(By.cssSelector("[data-id='task-3'], [data-id='task-2']"));
    dashboard().click("tasks-select-all").click("chosen-none").miss("chosen-none");
    dashboard().click("tasks-select-all").click("chosen-delete").confirm();
    Await.until("all are deleted", () -> inspector().queue(queue()).scheduled() == 0);
    assertThat(inspector().queue(queue()).archived()).isEqualTo(1);
    dashboard().click("tab-archived").clickInRow("task-3", "task-select").click("chosen-retry");
    awaitState("task-3", TaskState.PENDING);
  }

  @Test
  default void tasksAreFoundByFilterAndTheBackButtonReturns() {
    enqueue("report", "red", LATER);
    enqueue("invoice", "blue", LATER);
    dashboard().go("#/queues/" + queue() + "?state=SCHEDULED");
    dashboard().write("filter-type", "invoice").click("filter-apply");
    dashboard().see(By.cssSelector("[data-id='blue']"));
    Await.until(
        "the filter is in the address", () -> dashboard().address().contains("type=invoice"));
    dashboard().reload();
    dashboard().click(By.cssSelector("[data-id='blue'] [data-row-link]"));
    dashboard().read("task-id", "blue");
    dashboard().back();
    dashboard().see(By.cssSelector("[data-id='blue']"));
    assertThat(dashboard().address()).contains("type=invoice");
    dashboard().back();
    dashboard().see(By.cssSelector("[data-id='red']"));
  }

  @Test
  default void tasksAreFoundByAllThatTheyCarry() {
    enqueue("report", "red-1", LATER, EnqueueOption.header("tenant", "7"));
    enqueue("report", "blue-1", LATER);
    dashboard().go("#/queues/" + queue() + "?state=SCHEDULED").click("filter-more");
    for (String[] filter :
        new String[][] {{"id", "red"}, {"header", "tenant: 7"}, {"enqueuedBefore", null}}) {
      if (filter[1] == null) {
        dashboard().see("filter-enqueuedBefore").sendKeys("01012020\t0100AM");
      } else {
        dashboard().write("filter-" + filter[0], filter[1]);
      }
      dashboard().click("filter-apply");
      Await.until(
          filter[0] + " is in the address", () -> dashboard().address().contains(filter[0] + "="));
      dashboard().missAll(By.cssSelector("[data-id='blue-1']"));
      if (filter[1] != null) {
        dashboard().see(By.cssSelector("[data-id='red-1']"));
      }
      dashboard().click("filter-reset").see(By.cssSelector("[data-id='blue-1']"));
    }
    dashboard().write("filter-text", "RED").click("filter-apply");
    dashboard().missAll(By.cssSelector("[data-id='blue-1']"));
  }

  @Test
  default void aCopiedCommandEnqueuesTheTaskAnew() throws Exception {
    enqueue("it's a report", "one", LATER);
    dashboard().allowClipboard();
    dashboard().go("#/queues/" + queue() + "/tasks/one").click("copy-curl");
    dashboard().read("toasts", "Copied");
    String command =
        dashboard().clipboard().replace("curl -u 'admin'", "curl -fsS -u 'admin:admin-secret'");
    Process shell =
        new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as(command).isZero();
    List<TaskInfo> anew = inspector().tasks(queue(), TaskState.PENDING).tasks();
    assertThat(anew).hasSize(1);
    assertThat(anew.get(0).type()).isEqualTo("it's a report");
    assertThat(anew.get(0).payload()).asString(StandardCharsets.UTF_8).isEqualTo("{\"order\":42}");
  }

  @Test
  default void aCopiedTestIsJava() {
    enqueue("it's a \"report\"", "one", LATER);
    dashboard().allowClipboard();
    dashboard().go("#/queues/" + queue() + "/tasks/one").click("copy-test");
    dashboard().read("toasts", "Copied");
    assertThat(JavaText.problems("TaskItSAReportTest", dashboard().clipboard())).isEmpty();
  }
}
