package io.kronosq.notify;

import static io.kronosq.notify.TestEvents.archived;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.TaskEventType;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class EventFilterTest {
  @Test
  void archivedAndStuckUnlessSet() {
    for (TaskEventType type : TaskEventType.values()) {
      assertThat(
              EventFilter.DEFAULT.accepts(
                  TestEvents.event(type, "t", "i", "q", TestEvents.START, 0, null)))
          .isEqualTo(EnumSet.of(TaskEventType.ARCHIVED, TaskEventType.STUCK).contains(type));
    }
  }

  @Test
  void typesAreNamedOrByPattern() {
    EventFilter filter = EventFilter.DEFAULT.withTypes(NamePattern.all("report", "mail:*"));
    assertThat(filter.accepts(archived("report", "1"))).isTrue();
    assertThat(filter.accepts(archived("reports", "1"))).isFalse();
    assertThat(filter.accepts(archived("mail:", "1"))).isTrue();
    assertThat(filter.accepts(archived("mail:send", "1"))).isTrue();
    assertThat(filter.accepts(archived("email:send", "1"))).isFalse();
  }

  @Test
  void excludedTypesWin() {
    EventFilter filter =
        EventFilter.DEFAULT
            .withTypes(NamePattern.all("mail:*"))
            .withExcludedTypes(NamePattern.all("*:test", "mail:a.c"));
    assertThat(filter.accepts(archived("mail:test", "1"))).isFalse();
    assertThat(filter.accepts(archived("mail:abc", "1"))).isTrue();
    assertThat(filter.accepts(archived("mail:a.c", "1"))).isFalse();
  }

  @Test
  void queues() {
    EventFilter filter = EventFilter.DEFAULT.withQueues(NamePattern.all("crit*"));
    assertThat(
            filter.accepts(
                TestEvents.event(
                    TaskEventType.STUCK, "t", "i", "critical", TestEvents.START, 0, null)))
        .isTrue();
    assertThat(filter.accepts(archived("t", "1"))).isFalse();
  }

  @Test
  void attemptsBelowTheMinimumAreLeftOut() {
    EventFilter filter =
        EventFilter.DEFAULT
            .withEvents(EnumSet.of(TaskEventType.FAILED, TaskEventType.ARCHIVED))
            .withMinAttempts(3);
    // An archived task with two retries spent has had three attempts.
    assertThat(filter.accepts(archived("t", "1"))).isTrue();
    assertThat(filter.withMinAttempts(4).accepts(archived("t", "1"))).isFalse();
    assertThat(
            filter.accepts(
                TestEvents.event(TaskEventType.FAILED, "t", "i", "q", TestEvents.START, 2, null)))
        .isFalse();
    assertThat(
            filter.accepts(
                TestEvents.event(TaskEventType.FAILED, "t", "i", "q", TestEvents.START, 3, null)))
        .isTrue();
  }
}
