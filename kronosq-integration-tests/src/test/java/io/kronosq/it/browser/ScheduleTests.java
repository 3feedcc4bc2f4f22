package io.kronosq.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.schedule.MisfirePolicy;
import io.kronosq.schedule.OverlapPolicy;
import io.kronosq.schedule.Schedule;
import io.kronosq.schedule.ScheduleDefinition;
import io.kronosq.schedule.ScheduleEdit;
import io.kronosq.schedule.ScheduleInfo;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The pages of schedules. */
public interface ScheduleTests extends SiteTests {
  @Test
  default void schedulesAreTriggeredPausedResumedAndDeleted() {
    String id = add("nightly");
    dashboard().go("#/schedules").clickInRow(id, "schedule-trigger");
    Await.until("a task is enqueued", () -> inspector().queue(queue()).size() == 1);
    dashboard().clickInRow(id, "schedule-pause");
    Await.until("it is paused", () -> schedule(id).paused());
    dashboard().clickInRow(id, "schedule-resume");
    Await.until("it goes on", () -> !schedule(id).paused());
    dashboard().go("#/schedules/" + id).click("schedule-trigger");
    Await.until("another task is enqueued", () -> inspector().queue(queue()).size() == 2);
    dashboard().click("schedule-pause");
    Await.until("it is paused again", () -> schedule(id).paused());
    dashboard().click("schedule-resume");
    Await.until("it goes on again", () -> !schedule(id).paused());
    dashboard().click("schedule-delete").click("confirm-cancel").miss("confirm-ok");
    dashboard().click("schedule-delete").confirm();
    Await.until("it is deleted", () -> inspector().schedules().get(id).isEmpty());
    Await.until("all are shown", () -> dashboard().address().equals("#/schedules"));
  }

  @Test
  default void schedulesAreEditedWithAPreviewAndReset() {
    String id = add("edited");
    dashboard().go("#/schedules/" + id).click("schedule-edit");
    dashboard().write("schedule-form-pattern", "61 * * * *").see("schedule-preview-problem");
    assertThat(dashboard().see("schedule-form-save").isEnabled()).isFalse();
    dashboard().write("schedule-form-pattern", "0 4 * * *").read("schedule-preview", "04:00");
    dashboard()
        .write("schedule-form-zone", "Europe/Berlin")
        .write("schedule-form-queue", queue() + "-b")
        .write("schedule-form-payload", "{not JSON")
        .choose("schedule-form-overlap", "SKIP")
        .choose("schedule-form-misfire", "catch-up")
        .write("schedule-form-most", "3")
        .click("schedule-form-save")
        .see(By.cssSelector("kq-schedule-form [role='alert']"));
    dashboard().write("schedule-form-payload", "{\"id\": 9}").click("schedule-form-save");
    dashboard().miss("schedule-form-save");
    ScheduleDefinition now = schedule(id).effective();
    assertThat(now.timing().pattern().text()).isEqualTo("0 4 * * *");
    assertThat(now.timing().zone()).hasToString("Europe/Berlin");
    assertThat(now.timing().overlap()).isEqualTo(OverlapPolicy.SKIP);
    assertThat(now.timing().misfire()).isEqualTo(MisfirePolicy.catchUp(3));
    assertThat(now.task().queue()).isEqualTo(queue() + "-b");
    assertThat(new String(schedule(id).effective().task().payload(), StandardCharsets.UTF_8))
        .contains("9");
    dashboard().click("schedule-reset").confirm();
    Await.until("it is as declared", () -> pattern(id).equals("@yearly"));
  }

  @Test
  default void schedulesThatAnotherPersonChangedMeanwhileAreNotOverwritten() {
    String id = add("contested");
    dashboard().go("#/schedules/" + id + "?edit=1");
    dashboard().write("schedule-form-pattern", "0 4 * * *").read("schedule-preview", "04:00");
    inspector().schedules().edit(id, ScheduleEdit.NONE.withPattern("0 7 * * *"));
    dashboard().click("schedule-form-save").see("schedule-form-reload");
    assertThat(pattern(id)).isEqualTo("0 7 * * *");
    dashboard().click("schedule-form-reload").miss("schedule-form-reload");
    Await.until(
        "the other's pattern is shown",
        () -> "0 7 * * *".equals(dashboard().see("schedule-form-pattern").getDomProperty("value")));
    dashboard().write("schedule-form-pattern", "0 8 * * *").read("schedule-preview", "08:00");
    dashboard().click("schedule-form-save");
    Await.until("it is edited", () -> pattern(id).equals("0 8 * * *"));
  }

  @Test
  default void schedulesAreFoundByFilter() {
    String id = add("sought");
    String other = add("another");
    dashboard().go("#/schedules").write("schedules-filter", "sought-");
    dashboard().missAll(By.cssSelector("[data-id='" + other + "']"));
    dashboard().see(By.cssSelector("[data-id='" + id + "']"));
  }

  /** A schedule that is never due; its id. */
  private String add(String name) {
    String id = name + "-" + queue();
    inspector()
        .schedules()
        .add(
            Schedule.of(
                id, "@yearly", Task.of("report", "{\"id\": 1}"), EnqueueOption.queue(queue())));
    return id;
  }

  private ScheduleInfo schedule(String id) {
    return inspector().schedules().get(id).orElseThrow();
  }

  private String pattern(String id) {
    return schedule(id).effective().timing().pattern().text();
  }
}
