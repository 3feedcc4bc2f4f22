package io.kronosq.admin.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.admin.live.Selection.Kind;
import io.kronosq.admin.problem.ProblemException;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static TaskEvent event(TaskEventType what, String type, String queue) {
    return new TaskEvent(what, "id", type, queue, "server", Instant.EPOCH, 0, 25, null, null, null);
  }

  private static List<TaskEventType> chosen(String event, String level) {
    Selection selection = Selection.of(null, null, null, event, level);
    return Arrays.stream(TaskEventType.values())
        .filter(type -> selection.has(event(type, "mail", "default")))
        .toList();
  }

  @Test
  void withoutParametersEverythingIsWanted() {
    Selection all = Selection.of(null, null, null, null, null);
    assertThat(all.kinds()).containsExactlyInAnyOrder(Kind.values());
    assertThat(chosen(null, null)).containsExactly(TaskEventType.values());
    assertThat(Selection.of("", "", "", "", "")).isEqualTo(all);
  }

  @Test
  void kindsAreChosen() {
    Selection some = Selection.of("stats, job", null, null, null, null);
    assertThat(some.kinds()).containsExactlyInAnyOrder(Kind.STATS, Kind.JOB);
    assertThat(some.has(event(TaskEventType.STARTED, "mail", "default"))).isFalse();
  }

  @Test
  void tasksAreChosenByQueueAndType() {
    Selection some = Selection.of(null, "import", "mail:*", null, null);
    assertThat(some.has(event(TaskEventType.STARTED, "mail:send", "import"))).isTrue();
    assertThat(some.has(event(TaskEventType.STARTED, "mail:send", "default"))).isFalse();
    assertThat(some.has(event(TaskEventType.STARTED, "mail", "import"))).isFalse();
    assertThat(
            Selection.of(null, null, "mail", null, null)
                .has(event(TaskEventType.STARTED, "mail", "x")))
        .isTrue();
  }

  @Test
  void eventsAreChosenByNameAndByLevel() {
    assertThat(chosen("failed,Stuck", null))
        .containsExactly(TaskEventType.FAILED, TaskEventType.STUCK);
    assertThat(chosen(null, "warning"))
        .doesNotContain(TaskEventType.STARTED, TaskEventType.SUCCEEDED)
        .hasSize(7);
    assertThat(chosen("failed,retried", "error")).containsExactly(TaskEventType.FAILED);
  }

  @Test
  void whatIsNoneIsRefusedByName() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Selection.of("stats,weather", null, null, null, null))
        .withMessage("There is no kinds 'weather'")
        .satisfies(
            e -> {
              assertThat(e.problem().field()).isEqualTo("kinds");
              assertThat(e.problem().remedy())
                  .isEqualTo("use one of task, server, stats, findings, job, redis");
            });
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Selection.of(null, null, null, "exploded", null));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Selection.of(null, null, null, null, "loud"));
  }
}
