package io.kronosq.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of the same columns, aligned; numbers to the right. */
final class Table {
  private Table() {}

  static void print(PrintWriter out, List<Map<String, @Nullable Object>> rows) {
    if (rows.isEmpty()) {
      out.println("(none)");
      return;
    }
    List<String> names = new ArrayList<>(rows.get(0).keySet());
    List<String> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(""));
    String head = "";
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      List<String> cells = rows.stream().map(row -> cell(row.get(name))).toList();
      boolean right = rows.stream().allMatch(row -> row.get(name) instanceof Number);
      int width = Math.max(name.length(), cells.stream().mapToInt(String::length).max().orElse(0));
      String gap = i == 0 ? "" : "  ";
      head += gap + aligned(name.toUpperCase(Locale.ROOT), width, right);
      for (int row = 0; row < cells.size(); row++) {
        lines.set(row, lines.get(row) + gap + aligned(cells.get(row), width, right));
      }
    }
    out.println(head.stripTrailing());
    lines.forEach(line -> out.println(line.stripTrailing()));
  }

  /** A value on one line. */
  static String cell(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    if (value instanceof Instant time) {
      return Text.at(time);
    }
    if (value instanceof Duration time) {
      return Text.lasting(time);
    }
    if (value instanceof Boolean yes) {
      return yes ? "yes" : "no";
    }
    if (value instanceof Collection<?> all) {
      return all.stream().map(Table::cell).collect(Collectors.joining(", "));
    }
    return Text.safe(String.valueOf(value));
  }

  private static String aligned(String text, int width, boolean right) {
    String space = " ".repeat(width - text.length());
    return right ? space + text : text + space;
  }
}
