package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.diagnose.Finding;
import io.kronosq.diagnose.FindingCode;
import io.kronosq.diagnose.SubjectKind;
import io.kronosq.task.Limits;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class DashPageTest {
  private static QueueInfo queue(String name, long pending) {
    return new QueueInfo(
        name, 1, false, pending, 2, 3, 4, 5, 6, 0, Duration.ofSeconds(90), Limits.NONE, null);
  }

  private static final Finding PROBLEM =
      new Finding(
          FindingCode.QUEUE_WITHOUT_SERVER,
          SubjectKind.QUEUE,
          "mail",
          "7 tasks wait in queue 'mail'",
          "Start a server",
          Map.of());

  private static DashPicture picture(List<QueueInfo> queues) {
    return new DashPicture(
        Instant.parse("2026-01-31T08:00:00Z"),
        queues,
        List.of(),
        List.of(PROBLEM),
        Map.of("mail", List.of(0L, 4L, 8L, 3L)));
  }

  private static List<QueueInfo> many() {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> queue(String.format("queue-%03d", i), i))
        .toList();
  }

  private static List<String> lines(DashPage page) {
    return page.lines("127.0.0.1:6379", null).stream().map(AttributedString::toString).toList();
  }

  @Test
  void aPageHasTotalsQueuesWithTheirLastHourAndProblems() {
    List<String> lines =
        lines(new DashPage(picture(List.of(queue("mail", 7))), DashState.BEGIN, 120, 24));
    assertThat(lines).hasSize(24);
    assertThat(lines.get(0)).contains("127.0.0.1:6379", "2026-01-31T08:00:00Z");
    assertThat(lines.get(1)).contains("1 queues", "7 pending");
    assertThat(lines.get(3)).startsWith("▶ mail").contains("1m30s", "  8 ").endsWith("▄█▃");
    assertThat(lines).anyMatch(line -> line.contains("QUEUE_WITHOUT_SERVER  7 tasks wait"));
    assertThat(lines.get(23)).contains("q quit");
  }

  @Test
  void aPageFitsEveryTerminal() {
    for (int width : new int[] {1, 20, 80, 300}) {
      for (int height : new int[] {1, 2, 5, 10, 60}) {
        for (DashState state :
            List.of(DashState.BEGIN, DashState.BEGIN.after(DashState.Key.HELP, many()))) {
          DashPage page = new DashPage(picture(many()), state, width, height);
          List<AttributedString> lines = page.lines("somewhere", "a long message of trouble");
          assertThat(lines).hasSize(height);
          assertThat(lines).allMatch(line -> line.columnLength() <= width);
        }
      }
    }
  }

  @Test
  void theChosenQueueIsAmongThoseThatAreSeen() {
    List<QueueInfo> queues = many();
    DashState state = DashState.BEGIN;
    assertThat(new DashPage(picture(queues), state, 80, 24).seen()).startsWith("queue-000");
    for (int i = 0; i < 500; i++) {
      state = state.after(DashState.Key.DOWN, queues);
    }
    assertThat(new DashPage(picture(queues), state, 80, 24).seen()).contains("queue-500");
    state = state.after(DashState.Key.LAST, queues);
    assertThat(new DashPage(picture(queues), state, 80, 24).seen()).endsWith("queue-999");
    state = state.after(DashState.Key.DOWN, queues).after(DashState.Key.UP, queues);
    assertThat(state.chosen()).isEqualTo(998);
    assertThat(state.after(DashState.Key.FIRST, queues).after(DashState.Key.UP, queues).chosen())
        .isZero();
  }

  @Test
  void aQueueThatWasChosenAndIsGoneIsNotShown() {
    DashState last = DashState.BEGIN.after(DashState.Key.LAST, many());
    DashPage page = new DashPage(picture(List.of(queue("mail", 7))), last, 80, 24);
    assertThat(lines(page)).anyMatch(line -> line.startsWith("▶ mail"));
    assertThat(lines(new DashPage(picture(List.of()), last, 80, 24)))
        .anyMatch(line -> line.contains("no queue yet"));
  }

  @Test
  void keysPauseAndExplain() {
    DashState paused = DashState.BEGIN.after(DashState.Key.PAUSE, List.of());
    assertThat(lines(new DashPage(picture(many()), paused, 120, 24)).get(0)).contains("PAUSED");
    DashState help = DashState.BEGIN.after(DashState.Key.HELP, List.of());
    assertThat(lines(new DashPage(picture(many()), help, 120, 24)))
        .anyMatch(line -> line.contains("the queue above"));
    assertThat(help.after(DashState.Key.HELP, List.of())).isEqualTo(DashState.BEGIN);
  }

  @Test
  void whatTasksBringAlongCanNotControlTheTerminal() {
    List<QueueInfo> queues = List.of(queue("a\u001b[2Jb", 1));
    assertThat(String.join("\n", lines(new DashPage(picture(queues), DashState.BEGIN, 80, 24))))
        .contains("a\\u001b[2Jb")
        .doesNotContain("\u001b");
  }
}
