package io.kronosq.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * A cron expression in a time zone. The calendar is asked for local times only; what becomes of
 * them where clocks change is decided here, one span of constant offset after the other.
 */
final class CronPattern extends SchedulePattern {
  private final CronCalendar calendar;

  CronPattern(String text, String cron) {
    super(text);
    calendar = CronCalendar.parse(cron);
  }

  @Override
  public Optional<Instant> next(Instant after, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    ZoneOffset offset = rules.getOffset(after);
    Optional<LocalDateTime> found = calendar.next(start(after, offset, rules));
    ZoneOffsetTransition change = rules.nextTransition(after);
    while (found.isPresent()
        && change != null
        && !found.get().toInstant(offset).isBefore(change.getInstant())) {
      if (inGap(found.get(), change) && !calendar.takesEveryHour()) {
        return Optional.of(change.getInstant());
      }
      offset = change.getOffsetAfter();
      found = calendar.nextOrSame(afterChange(change));
      change = rules.nextTransition(change.getInstant());
    }
    ZoneOffset valid = offset;
    return found.map(local -> local.toInstant(valid));
  }

  private static boolean inGap(LocalDateTime local, ZoneOffsetTransition change) {
    return change.isGap() && local.isBefore(change.getDateTimeAfter());
  }

  /** The local time of a moment, or the end of the repeated time when all of that was taken. */
  private LocalDateTime start(Instant after, ZoneOffset offset, ZoneRules rules) {
    LocalDateTime local = LocalDateTime.ofInstant(after, offset);
    ZoneOffsetTransition overlap = rules.getTransition(local);
    boolean repeated =
        overlap != null && overlap.isOverlap() && offset.equals(overlap.getOffsetAfter());
    return repeated && !calendar.takesEveryHour()
        ? overlap.getDateTimeBefore().minusSeconds(1)
        : local;
  }

  /** From where local times count again once the clocks were changed. */
  private LocalDateTime afterChange(ZoneOffsetTransition change) {
    return change.isOverlap() && !calendar.takesEveryHour()
        ? change.getDateTimeBefore()
        : change.getDateTimeAfter();
  }

  @Override
  Duration searchSpan() {
    return calendar.hasSeconds() ? Duration.ofSeconds(30) : Duration.ofHours(1);
  }
}
