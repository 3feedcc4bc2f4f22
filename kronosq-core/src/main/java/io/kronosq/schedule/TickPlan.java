package io.kronosq.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about the ticks that are due.
 *
 * @param runs ticks whose tasks are to be enqueued, the earliest first
 * @param missed the latest tick that is given up; null when none is
 * @param upTo the last tick that is settled thereby
 */
record TickPlan(List<Instant> runs, @Nullable Instant missed, Instant upTo) {
  /**
   * Settles all ticks from the first one that is due up to now.
   *
   * @param timing when there are ticks
   * @param first the first tick that is not settled, not after now
   * @param now by the store's clock
   * @param tolerance a tick that is found later than this is late
   */
  static TickPlan of(ScheduleTiming timing, Instant first, Instant now, Duration tolerance) {
    List<Instant> runs = new ArrayList<>();
    Instant edge = now.minus(tolerance);
    Instant missed = null;
    Instant upTo = first;
    Optional<Instant> onTime = Optional.of(first);
    if (!first.isAfter(edge)) {
      int most = timing.misfire().most();
      List<Instant> late =
          timing.pattern().latest(first.minusMillis(1), edge, most + 1, timing.zone());
      boolean givesUp = late.size() > most;
      missed = givesUp ? late.get(0) : null;
      runs.addAll(givesUp ? late.subList(1, late.size()) : late);
      upTo = late.get(late.size() - 1);
      onTime = timing.pattern().next(upTo, timing.zone());
    }
    while (onTime.isPresent() && !onTime.get().isAfter(now)) {
      upTo = onTime.get();
      runs.add(upTo);
      onTime = timing.pattern().next(upTo, timing.zone());
    }
    return new TickPlan(List.copyOf(runs), missed, upTo);
  }
}
