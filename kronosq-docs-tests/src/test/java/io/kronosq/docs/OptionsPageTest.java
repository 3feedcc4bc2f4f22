package io.kronosq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.EnqueueOptions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OptionsPageTest {
  private static final Pattern CALL = Pattern.compile("`(\\w+)\\([^`]*\\)`");

  private final String page =
      MarkdownPage.read(MarkdownPage.ROOT.resolve("docs").resolve("options.md")).text();

  @Test
  void theTableHasEveryOptionAndNoOther() {
    Set<String> told =
        page.lines()
            .map(line -> line.split(" \\| ", -1))
            .filter(cells -> cells.length == 3)
            .flatMap(cells -> CALL.matcher(cells[0]).results())
            .map(call -> call.group(1))
            .collect(Collectors.toSet());
    Set<String> options =
        Stream.of(EnqueueOption.class.getMethods())
            .filter(method -> Modifier.isStatic(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(told).isEqualTo(options);
  }

  @Test
  void defaultsAreThoseOfTheCode() {
    EnqueueOptions defaults = EnqueueOptions.from(List.of());
    assertThat(row("queue(name)")).contains("`" + defaults.queue() + "`");
    assertThat(row("maxRetry(n)")).endsWith("| " + defaults.maxRetry() + " |");
    assertThat(row("timeout(duration)"))
        .endsWith("| " + defaults.timeout().toMinutes() + " minutes |");
    assertThat(defaults.retention()).isZero();
    assertThat(defaults.deadline()).isNull();
    assertThat(defaults.unique()).isNull();
  }

  @Test
  void everyOutcomeOfAnEnqueueIsTold() {
    assertThat(EnqueueException.Outcome.values())
        .allSatisfy(outcome -> assertThat(page).contains("outcome `" + outcome + "`"));
  }

  private String row(String option) {
    return page.lines().filter(line -> line.startsWith("| `" + option)).findFirst().orElseThrow();
  }
}
