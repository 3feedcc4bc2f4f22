package io.kronosq.notify;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What placeholders stand for in a message, before it is marked up. */
final class Values {
  private static final int MAX_ERRORS = 3;

  private Values() {}

  static Map<Placeholder, String> of(GroupCount group, Templates templates, String payload) {
    TaskEvent first = group.first();
    Map<Placeholder, String> values = empty();
    values.put(Placeholder.TYPE, group.group().type());
    values.put(Placeholder.EVENT, word(group.group().event()));
    values.put(Placeholder.COUNT, number(group.count()));
    values.put(Placeholder.TIMES, times(group.count(), group.span()));
    values.put(Placeholder.QUEUE, String.join(", ", group.queues()));
    values.put(Placeholder.SERVER, server(first, templates.server()));
    values.put(Placeholder.ID, first.taskId());
    values.put(Placeholder.IDS, ids(group));
    values.put(Placeholder.ERROR, group.errors().isEmpty() ? "" : errorText(group.errors().get(0)));
    values.put(Placeholder.ERRORS, group.errors().size() < 2 ? "" : errors(group.errors()));
    values.put(Placeholder.ATTEMPT, Integer.toString(EventFilter.attempt(first)));
    values.put(Placeholder.ATTEMPTS, Integer.toString(first.maxRetry() + 1));
    values.put(
        Placeholder.TIME,
        DateTimeFormatter.ISO_INSTANT.format(first.at().truncatedTo(ChronoUnit.SECONDS)));
    values.put(Placeholder.PAYLOAD, payload);
    LinkTemplate link = templates.link();
    values.put(Placeholder.LINK, link == null ? "" : link.of(first));
    return values;
  }

  /** Of all groups together, for the title. */
  static Map<Placeholder, String> of(Digest digest, Templates templates) {
    List<GroupCount> groups = digest.groups();
    if (groups.size() == 1) {
      return of(groups.get(0), templates, "");
    }
    Map<Placeholder, String> values = of(groups.get(0), templates, "");
    values.put(Placeholder.TYPE, types(groups));
    values.put(
        Placeholder.EVENT,
        groups.stream()
            .map(group -> word(group.group().event()))
            .distinct()
            .collect(Collectors.joining(", ")));
    values.put(Placeholder.COUNT, number(digest.count()));
    values.put(
        Placeholder.TIMES,
        times(
            digest.count(),
            groups.stream().map(GroupCount::span).reduce(Duration.ZERO, Values::longer)));
    values.put(
        Placeholder.QUEUE,
        groups.stream()
            .flatMap(group -> group.queues().stream())
            .distinct()
            .limit(5)
            .collect(Collectors.joining(", ")));
    return values;
  }

  static String word(TaskEventType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  static String shortName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static Map<Placeholder, String> empty() {
    Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
    for (Placeholder placeholder : Placeholder.values()) {
      values.put(placeholder, "");
    }
    return values;
  }

  private static String types(List<GroupCount> groups) {
    List<String> types = groups.stream().map(group -> group.group().type()).distinct().toList();
    return types.size() == 1 ? types.get(0) : types.get(0) + " and " + (types.size() - 1) + " more";
  }

  private static String times(long count, Duration span) {
    return count == 1 ? "" : " " + number(count) + " times in " + rough(span);
  }

  /** A duration as people say it. */
  static String rough(Duration span) {
    long seconds = Math.max(1, span.toSeconds() + (span.toMillisPart() >= 500 ? 1 : 0));
    if (seconds < 120) {
      return seconds + " s";
    }
    long minutes = (seconds + 30) / 60;
    return minutes < 120 ? minutes + " min" : (minutes + 30) / 60 + " h";
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  private static String server(TaskEvent first, @Nullable String given) {
    return given == null ? first.server() : given;
  }

  private static String ids(GroupCount group) {
    String ids = group.samples().stream().map(TaskEvent::taskId).collect(Collectors.joining(", "));
    long more = group.count() - group.samples().size();
    return more == 0 ? ids : ids + " and " + number(more) + " more";
  }

  static String errorText(ErrorCount error) {
    String name = shortName(error.className());
    return error.message().isEmpty() ? name : name + ": " + Redaction.BUILT_IN.of(error.message());
  }

  private static String errors(List<ErrorCount> errors) {
    String named =
        errors.stream()
            .limit(MAX_ERRORS)
            .map(error -> number(error.count()) + " × " + shortName(error.className()))
            .collect(Collectors.joining(", "));
    long more = errors.stream().skip(MAX_ERRORS).mapToLong(ErrorCount::count).sum();
    return more == 0 ? named : named + ", " + number(more) + " others";
  }
}
