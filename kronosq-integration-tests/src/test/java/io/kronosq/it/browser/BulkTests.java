package io.kronosq.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** What is done to all tasks that match, and the page of such jobs. */
public interface BulkTests extends SiteTests {
  @Test
  default void allThatMatchAreCountedAndThenChanged() {
    enqueue("report", "other", LATER);
    enqueueMany("invoice", 30);
    dashboard().go("#/queues/" + queue() + "?state=SCHEDULED&type=invoice").click("all-archive");
    dashboard().see(By.cssSelector("[data-test='bulk-preview'][data-counted='true']"));
    dashboard().read("bulk-preview", "30");
    assertThat(inspector().queue(queue()).scheduled()).isEqualTo(31);
    dashboard().click("bulk-cancel").miss("bulk-ok");
    assertThat(inspector().queue(queue()).scheduled()).isEqualTo(31);
    dashboard().click("all-archive").click("bulk-ok");
    Await.until("they are archived", () -> inspector().queue(queue()).archived() == 30);
    assertThat(inspector().queue(queue()).scheduled()).isEqualTo(1);
    dashboard().see(By.cssSelector("[data-test='bulk-status'][data-status='DONE']"));
    dashboard().click("bulk-close").miss("bulk-close");
    show(TaskState.ARCHIVED).click("all-retry").click("bulk-ok");
    Await.until("they are retried", () -> inspector().queue(queue()).pending() == 30);
    dashboard().see(By.cssSelector("[data-test='bulk-status'][data-status='DONE']"));
    dashboard().click("bulk-close");
    show(TaskState.SCHEDULED).click("all-run").click("bulk-ok");
    Await.until("the other is run", () -> inspector().queue(queue()).pending() == 31);
    dashboard().click("bulk-close");
    show(TaskState.PENDING).click("all-delete").click("bulk-ok");
    Await.until("they are deleted", () -> inspector().queue(queue()).pending() == 0);
  }

  /** The tasks of a state, once they are what is shown. */
  private Dashboard show(TaskState state) {
    dashboard().go("#/queues/" + queue() + "?state=" + state);
    String tab = "tab-" + state.name().toLowerCase(Locale.ROOT);
    dashboard().see(By.cssSelector("[data-test='" + tab + "'][aria-current='page']"));
    return dashboard();
  }

  @Test
  default void jobsAreStoppedResumedWatchedAndRemoved() {
    enqueueMany("report", 20);
    String crowd = queue() + "-crowd";
    List<String> ahead = occupyTheRunner(crowd);
    show(TaskState.SCHEDULED).click("all-archive").click("bulk-ok").click("bulk-stop");
    dashboard().see(By.cssSelector("[data-test='bulk-status'][data-status='CANCELLED']"));
    BulkJob job = job();
    assertThat(job.status()).isEqualTo(BulkJob.Status.CANCELLED);
    dashboard()
        .click("bulk-job")
        .see(By.cssSelector("[aria-current='true'][data-id='" + job.id() + "']"));
    dashboard().clickInRow(job.id(), "job-resume");
    Await.until("it waits", () -> job().status().isOpen());
    dashboard().clickInRow(job.id(), "job-stop");
    Await.until("it is stopped", () -> !job().status().isOpen());
    assertThat(inspector().queue(queue()).scheduled()).isEqualTo(20);

    ahead.forEach(each -> inspector().jobs().cancel(each));
    dashboard().clickInRow(job.id(), "job-resume");
    Await.until("it is done", () -> job().status() == BulkJob.Status.DONE);
    assertThat(inspector().queue(queue()).archived()).isEqualTo(20);
    dashboard().clickInRow(job.id(), "job-remove");
    Await.until("it is forgotten", () -> inspector().jobs().get(job.id()).isEmpty());
    inspector().deleteQueue(crowd, true);
  }

  /** The job of the test's queue that does something. */
  private BulkJob job() {
    return inspector().jobs().list().stream()
        .filter(each -> each.request().queue().equals(queue()) && !each.request().dryRun())
        .findFirst()
        .orElseThrow();
  }

  /** Has the dashboard count tasks, again and again; others are not begun before it is done. */
  private List<String> occupyTheRunner(String crowd) {
    for (int i = 0; i < 5; i++) {
      site()
          .client()
          .enqueueAll(
              Collections.nCopies(1_000, Task.of("report")), EnqueueOption.queue(crowd), LATER);
    }
    BulkRequest counting =
        new BulkRequest(
            TaskAction.DELETE,
            crowd,
            TaskState.SCHEDULED,
            TaskFilter.ALL.withType("none"),
            true,
            "test");
    return IntStream.range(0, 100).mapToObj(i -> inspector().jobs().start(counting).id()).toList();
  }

  private void enqueueMany(String type, int count) {
    site()
        .client()
        .enqueueAll(Collections.nCopies(count, Task.of(type)), EnqueueOption.queue(queue()), LATER);
  }
}
