package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final String WIDE = "a task type that is longer than there is room for";

  private static List<String> printed(Look look, List<Map<String, Object>> rows) {
    StringWriter out = new StringWriter();
    Table.print(new PrintWriter(out, true), rows, look);
    return out.toString().lines().toList();
  }

  private static Map<String, Object> row(String type, long tasks, String state) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("type", type);
    row.put("tasks", tasks);
    row.put("state", state);
    return row;
  }

  @Test
  void columnsAreAlignedAndNumbersStandOnTheRight() {
    assertThat(printed(Look.PLAIN, List.of(row("mail", 5, "alive"), row("m", 1_000, "dead"))))
        .containsExactly("TYPE  TASKS  STATE", "mail      5  alive", "m      1000  dead");
  }

  @Test
  void onATerminalTheWidestColumnIsCutAndOthersStayWhole() {
    List<String> lines = printed(new Look(30, false), List.of(row(WIDE, 12_345, "alive")));
    assertThat(lines).allMatch(line -> Look.columns(line) <= 30);
    assertThat(lines.get(1)).startsWith("a task type").contains("…").endsWith("12345  alive");
  }

  @Test
  void aTerminalThatIsTooNarrowForAllColumnsShowsTheFirst() {
    assertThat(printed(new Look(9, false), List.of(row(WIDE, 12_345, "alive"))))
        .allMatch(line -> Look.columns(line) <= 9);
  }

  @Test
  void whereNoTerminalIsNothingIsCutNorColoured() {
    assertThat(printed(Look.PLAIN, List.of(row(WIDE, 1, "dead"))).get(1))
        .contains(WIDE)
        .doesNotContain("\u001b");
  }

  @Test
  void coloursTellWhatIsWrong() {
    List<String> lines = printed(new Look(80, true), List.of(row("mail", 1, "dead")));
    assertThat(lines.get(0)).startsWith("\u001b[1m");
    assertThat(lines.get(1)).contains("\u001b[1;31mdead\u001b[0m");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    assertThat(Look.columns("日本")).isEqualTo(4);
    assertThat(Look.cut("日本語", 5)).isEqualTo("日本…");
    assertThat(Look.aligned("日本", 5, true)).isEqualTo(" 日本");
  }
}
