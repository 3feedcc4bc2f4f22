package io.kronosq.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of the same columns, aligned; numbers to the right. What is too wide is cut. */
final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 6;

  private final List<Column> columns;
  private final int rows;
  private final Look look;

  private Table(List<Column> columns, int rows, Look look) {
    this.columns = columns;
    this.rows = rows;
    this.look = look;
  }

  private record Column(String name, List<String> cells, boolean right, int width) {
    static Column of(String name, List<Map<String, @Nullable Object>> rows) {
      String head = name.toUpperCase(Locale.ROOT);
      List<String> cells = rows.stream().map(row -> cell(row.get(name))).toList();
      int width = cells.stream().mapToInt(Look::columns).max().orElse(0);
      return new Column(
          head,
          cells,
          rows.stream().allMatch(row -> row.get(name) instanceof Number),
          Math.max(Look.columns(head), width));
    }

    /** Numbers, and what is narrow, stay as they are. */
    boolean canShrink() {
      return !right && width > Math.max(NARROWEST, Look.columns(name));
    }

    Column narrower() {
      return new Column(name, cells, right, width - 1);
    }
  }

  static void print(PrintWriter out, List<Map<String, @Nullable Object>> rows, Look look) {
    if (rows.isEmpty()) {
      out.println("(none)");
      return;
    }
    List<Column> columns = new ArrayList<>();
    rows.get(0).keySet().forEach(name -> columns.add(Column.of(name, rows)));
    new Table(fitted(columns, look.width()), rows.size(), look).lines().forEach(out::println);
  }

  /** The widest gives way first. */
  private static List<Column> fitted(List<Column> columns, int width) {
    long wanted = columns.stream().mapToLong(column -> column.width() + GAP.length()).sum();
    for (long over = wanted - GAP.length() - width; over > 0; over--) {
      Column widest =
          columns.stream()
              .filter(Column::canShrink)
              .max(Comparator.comparingInt(Column::width))
              .orElse(null);
      if (widest == null) {
        break;
      }
      columns.set(columns.indexOf(widest), widest.narrower());
    }
    return columns;
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(look.in(Look.Tone.HEAD, line(-1)));
    for (int row = 0; row < rows; row++) {
      lines.add(line(row));
    }
    return lines;
  }

  /** A row, or the head, which stands before the first. */
  private String line(int row) {
    int left = look.width();
    StringBuilder line = new StringBuilder();
    for (Column column : columns) {
      String gap = line.isEmpty() ? "" : GAP;
      left -= gap.length();
      if (left <= 0) {
        break;
      }
      String text = row < 0 ? column.name() : column.cells().get(row);
      String cell = Look.aligned(text, Math.min(left, column.width()), column.right());
      left -= Look.columns(cell);
      line.append(gap).append(row < 0 ? cell : look.judged(cell));
    }
    return line.toString().stripTrailing();
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
}
