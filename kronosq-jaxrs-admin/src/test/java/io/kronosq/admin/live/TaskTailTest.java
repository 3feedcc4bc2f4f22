package io.kronosq.admin.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.FeedEvent;
import io.kronosq.event.ScaleReason;
import io.kronosq.event.ServerEvent;
import io.kronosq.event.ServerEventType;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.task.TaskError;
import io.kronosq.testing.ManualLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTailTest {
  private static final Instant AT = Instant.parse("2030-01-01T00:00:00Z");

  private final ManualLoop clock = new ManualLoop();
  private final EventTexts texts = new EventTexts();
  private final List<Message> told = new ArrayList<>();

  private TaskTail tail(String kinds) {
    return new TaskTail(Selection.of(kinds, null, null, null, null), texts, told::add, clock);
  }

  private static FeedEvent started(int number) {
    return new FeedEvent.OfTask(
        "1-" + number,
        new TaskEvent(
            TaskEventType.STARTED,
            "task-" + number,
            "mail",
            "default",
            "server",
            AT,
            0,
            25,
            null,
            null,
            null));
  }

  @Test
  void anEventIsPutIntoWords() {
    TaskEvent failed =
        new TaskEvent(
            TaskEventType.RETRIED,
            "a",
            "mail",
            "default",
            "s1",
            AT,
            1,
            25,
            Duration.ofMillis(12),
            new TaskError("java.io.IOException", "no \"route\"\n" + "x".repeat(400), "at …"),
            Duration.ofSeconds(30));
    tail("task").onEvent(new FeedEvent.OfTask("7-1", failed));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).name()).isEqualTo("task");
    assertThat(told.get(0).id()).isEqualTo("7-1");
    assertThat(told.get(0).data())
        .startsWith(
            "{\"id\":\"7-1\",\"event\":\"RETRIED\",\"taskId\":\"a\",\"taskType\":\"mail\","
                + "\"queue\":\"default\",\"server\":\"s1\",\"at\":\"2030-01-01T00:00:00Z\","
                + "\"retried\":1,\"maxRetry\":25,\"runtimeMs\":12,"
                + "\"error\":{\"class\":\"java.io.IOException\",\"message\":\"no \\\"route\\\"\\nx")
        .endsWith("x…\"},\"retryInMs\":30000}")
        .doesNotContain("\n", "at …");
  }

  @Test
  void anEventOfAServerIsPutIntoWords() {
    ServerEvent scaled =
        new ServerEvent(ServerEventType.SCALED, "s1", "shop", AT, 2, 4, ScaleReason.BACKLOG);
    tail("server").onEvent(new FeedEvent.OfServer("7-2", scaled));
    assertThat(told)
        .containsExactly(
            new Message(
                "server",
                "7-2",
                "{\"id\":\"7-2\",\"event\":\"SCALED\",\"server\":\"s1\",\"name\":\"shop\","
                    + "\"at\":\"2030-01-01T00:00:00Z\",\"from\":2,\"to\":4,\"reason\":\"BACKLOG\"}"));
  }

  @Test
  void anEventIsPutIntoWordsOnceForAll() {
    tail("task").onEvent(started(1));
    tail("task").onEvent(started(1));
    assertThat(told.get(0)).isSameAs(told.get(1));
  }

  @Test
  void onlyWhatIsWantedIsTold() {
    tail("server").onEvent(started(1));
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsMissingIsToldToEveryone() {
    tail("server").onEvent(new FeedEvent.Gap("5-0"));
    assertThat(told).containsExactly(new Message("gap", "5-0", "{\"reason\":\"trimmed\"}"));
  }

  @Test
  void moreThanOneCouldReadIsLeftOutAndCounted() {
    TaskTail tail = tail("task");
    for (int i = 0; i < TaskTail.BURST + 100; i++) {
      tail.onEvent(started(i));
    }
    assertThat(told).hasSize(TaskTail.BURST);
    tail.tellLeftOut();
    tail.tellLeftOut();
    assertThat(told).hasSize(TaskTail.BURST + 1);
    assertThat(told.get(TaskTail.BURST))
        .isEqualTo(new Message("gap", null, "{\"reason\":\"fast\",\"missed\":100}"));
    clock.advance(Duration.ofSeconds(1));
    told.clear();
    for (int i = 0; i < TaskTail.RATE + 10; i++) {
      tail.onEvent(started(1_000 + i));
    }
    assertThat(told).hasSize(TaskTail.RATE);
  }
}
