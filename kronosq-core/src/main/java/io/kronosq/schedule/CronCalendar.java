package io.kronosq.schedule;

import static java.util.stream.Collectors.joining;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronField;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.value.IntegerFieldValue;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression without a time zone. The library computes; it is given what it reads as cron
 * does: steps of days of the week as lists, and both kinds of days, when both are restricted, one
 * after the other, since either is enough then.
 */
final class CronCalendar {
  private static final CronParser FIVE_FIELDS = new CronParser(definition(false));
  private static final CronParser SIX_FIELDS = new CronParser(definition(true));
  private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0-23");
  private static final Pattern STEP = Pattern.compile("(?:\\*|([0-7])(?:-([0-7]))?)/([1-7])");

  private final List<ExecutionTime> alternatives;
  private final boolean everyHour;
  private final boolean seconds;

  private CronCalendar(List<ExecutionTime> alternatives, boolean everyHour, boolean seconds) {
    this.alternatives = alternatives;
    this.everyHour = everyHour;
    this.seconds = seconds;
  }

  static CronCalendar parse(String text) {
    String[] fields = text.split("\\s+");
    if (fields.length != 5 && fields.length != 6) {
      throw wrong(text, "it has " + fields.length + " fields", null);
    }
    int hour = fields.length - 4;
    int day = hour + 1;
    int weekday = hour + 3;
    boolean eitherDay = isRestricted(fields[day]) && isRestricted(fields[weekday]);
    fields[weekday] = withoutSteps(fields[weekday]);
    List<ExecutionTime> alternatives = new ArrayList<>(2);
    if (eitherDay) {
      alternatives.add(read(text, with(fields, weekday, "*")));
      alternatives.add(read(text, with(fields, day, "*")));
    } else {
      alternatives.add(read(text, fields));
    }
    CronCalendar calendar =
        new CronCalendar(alternatives, EVERY_HOUR.contains(fields[hour]), fields.length == 6);
    if (calendar.next(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
      throw wrong(text, "there is no such day", null);
    }
    return calendar;
  }

  /** Whether every hour is taken, so that real hours count where clocks change. */
  boolean takesEveryHour() {
    return everyHour;
  }

  boolean hasSeconds() {
    return seconds;
  }

  /** The first local time after another one. */
  Optional<LocalDateTime> next(LocalDateTime after) {
    // The library would keep the fraction of a second.
    LocalDateTime second = after.truncatedTo(ChronoUnit.SECONDS);
    return alternatives.stream()
        .map(times -> times.nextExecution(second.atZone(ZoneOffset.UTC)))
        .flatMap(Optional::stream)
        .map(ZonedDateTime::toLocalDateTime)
        .min(LocalDateTime::compareTo);
  }

  Optional<LocalDateTime> nextOrSame(LocalDateTime from) {
    return next(from.minusSeconds(1));
  }

  private static ExecutionTime read(String text, String[] fields) {
    try {
      var cron =
          (fields.length == 5 ? FIVE_FIELDS : SIX_FIELDS)
              .parse(String.join(" ", fields))
              .validate();
      cron.retrieveFieldsAsMap().values().forEach(field -> refuseBackwards(text, field));
      return ExecutionTime.forCron(cron);
    } catch (IllegalArgumentException e) {
      throw e.getMessage() != null && e.getMessage().startsWith("Cron expression '")
          ? e
          : wrong(text, String.valueOf(e.getMessage()), e);
    }
  }

  /** The library takes the first value only of a range such as 22-2. */
  private static void refuseBackwards(String text, CronField field) {
    if (field.getField() != CronFieldName.DAY_OF_WEEK) {
      refuseBackwards(text, field.getExpression());
    }
  }

  private static void refuseBackwards(String text, FieldExpression expression) {
    if (expression instanceof And list) {
      list.getExpressions().forEach(part -> refuseBackwards(text, part));
    } else if (expression instanceof Every step) {
      refuseBackwards(text, step.getExpression());
    } else if (expression instanceof Between range
        && range.getFrom() instanceof IntegerFieldValue from
        && range.getTo() instanceof IntegerFieldValue to
        && from.getValue() > to.getValue()) {
      throw wrong(
          text, "the range " + range.asString() + " goes backwards; write it as two ranges", null);
    }
  }

  private static boolean isRestricted(String field) {
    return !field.startsWith("*") && !field.equals("?");
  }

  private static String[] with(String[] fields, int index, String value) {
    String[] changed = fields.clone();
    changed[index] = value;
    return changed;
  }

  /** The library counts steps of days of the week from Monday; cron does from Sunday. */
  private static String withoutSteps(String weekdays) {
    StringBuilder days = new StringBuilder();
    for (String part : weekdays.split(",", -1)) {
      Matcher step = STEP.matcher(part);
      days.append(days.isEmpty() ? "" : ",").append(step.matches() ? list(step) : part);
    }
    return days.toString();
  }

  private static String list(Matcher step) {
    int first = step.group(1) == null ? 0 : Integer.parseInt(step.group(1));
    int last = step.group(2) == null ? 6 : Integer.parseInt(step.group(2));
    int by = Integer.parseInt(step.group(3));
    if (by == 1 && step.group(1) == null) {
      return "*";
    }
    return IntStream.rangeClosed(first, last)
        .filter(day -> (day - first) % by == 0)
        .mapToObj(Integer::toString)
        .collect(joining(","));
  }

  private static IllegalArgumentException wrong(
      String text, String why, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "Cron expression '"
            + text
            + "' is not allowed: "
            + why
            + ". Write minute, hour, day of month, month and day of week, with a second before"
            + " them if need be, such as '30 3 * * MON-FRI'",
        cause);
  }

  private static CronDefinition definition(boolean withSeconds) {
    CronDefinitionBuilder fields = CronDefinitionBuilder.defineCron();
    if (withSeconds) {
      fields = fields.withSeconds().withValidRange(0, 59).and();
    }
    return fields
        .withMinutes()
        .withValidRange(0, 59)
        .and()
        .withHours()
        .withValidRange(0, 23)
        .and()
        .withDayOfMonth()
        .withValidRange(1, 31)
        .supportsL()
        .supportsW()
        .supportsLW()
        .supportsQuestionMark()
        .and()
        .withMonth()
        .withValidRange(1, 12)
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
        .supportsHash()
        .supportsL()
        .supportsQuestionMark()
        .and()
        .instance();
  }
}
