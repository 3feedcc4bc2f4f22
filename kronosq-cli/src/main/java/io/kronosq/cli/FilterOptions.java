package io.kronosq.cli;

import io.kronosq.inspect.TaskFilter;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tasks are meant. */
final class FilterOptions {
  @Option(
      names = "--type",
      defaultValue = "",
      paramLabel = "TYPE",
      description = "The task type; with * at its end all that begin so.")
  private String type = "";

  @Option(
      names = "--id",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "What the id begins with.")
  private String id = "";

  @Option(
      names = "--text",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "A text in payload, headers, id or type.")
  private String text = "";

  @Option(
      names = "--error",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "A text in the latest error.")
  private String error = "";

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A header that the task has.")
  private Map<String, String> headers = new TreeMap<>();

  @Option(
      names = "--after",
      paramLabel = "INSTANT",
      description = "Enqueued at this time or later, such as 2026-01-31T08:00:00Z.")
  private @Nullable Instant after;

  @Option(names = "--before", paramLabel = "INSTANT", description = "Enqueued before this time.")
  private @Nullable Instant before;

  TaskFilter filter() {
    return new TaskFilter(type, id, text, error, headers, after, before);
  }

  /** The parts that are set, by the names of their flags. */
  Map<String, String> details() {
    Map<String, String> parts = new TreeMap<>();
    put(parts, "type", type);
    put(parts, "id", id);
    put(parts, "text", text);
    put(parts, "error", error);
    put(parts, "header", headers.isEmpty() ? "" : headers.toString());
    put(parts, "after", after == null ? "" : after.toString());
    put(parts, "before", before == null ? "" : before.toString());
    return parts;
  }

  private static void put(Map<String, String> parts, String name, String value) {
    if (!value.isEmpty()) {
      parts.put(name, value);
    }
  }
}
