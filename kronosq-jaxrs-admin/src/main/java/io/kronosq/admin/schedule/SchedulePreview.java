package io.kronosq.admin.schedule;

import io.kronosq.admin.problem.Problems;
import io.kronosq.schedule.SchedulePattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ticks that a pattern would have.
 *
 * @param pattern the pattern
 * @param zone in which it was read
 * @param ticks the next ones; fewer than asked for when there are no more
 */
public record SchedulePreview(String pattern, String zone, List<Instant> ticks) {
  static SchedulePreview of(String pattern, ZoneId zone, Instant from, int count) {
    SchedulePattern parsed = Problems.allowing("pattern", () -> SchedulePattern.parse(pattern));
    return new SchedulePreview(parsed.text(), zone.getId(), ticks(parsed, zone, from, count));
  }

  static List<Instant> ticks(SchedulePattern pattern, ZoneId zone, Instant from, int count) {
    List<Instant> ticks = new ArrayList<>();
    try {
      Optional<Instant> next = pattern.next(from, zone);
      while (next.isPresent() && ticks.size() < count) {
        ticks.add(next.get());
        next = pattern.next(next.get(), zone);
      }
    } catch (DateTimeException | ArithmeticException e) {
      // An interval beyond the end of time has no further tick.
      return ticks;
    }
    return ticks;
  }
}
