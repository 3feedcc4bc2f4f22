package io.kronosq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.worker.AutoScale.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoScaleTest {
  private static final AutoScale SCALE = AutoScale.between(2, 50);
  private static final Duration LONG = AutoScale.DEFAULT_IDLE_TIMEOUT;
  private static final Duration SHORT = LONG.minusMillis(1);

  private static Load load(long pending, int peakBusy, Duration freeFor) {
    return new Load(pending, peakBusy, freeFor);
  }

  private static Load waiting(long pending) {
    return load(pending, 0, Duration.ZERO);
  }

  private static Load free(int peakBusy, Duration freeFor) {
    return load(0, peakBusy, freeFor);
  }

  @Test
  void defaultsAreThoseThatAreDocumented() {
    assertThat(AutoScale.upTo(20))
        .isEqualTo(new AutoScale(2, 20, 2.0, Duration.ofSeconds(30), Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @CsvSource({"2,4,2", "2,5,3", "2,21,11", "10,20,10", "10,21,11", "10,60,30", "10,5000,50"})
  void thereAreMoreSlotsAsSoonAsTooManyTasksWaitForEach(int current, long pending, int target) {
    assertThat(SCALE.target(current, waiting(pending))).isEqualTo(target);
  }

  @Test
  void anEnormousBacklogIsNoMoreThanTheMaximum() {
    assertThat(SCALE.target(2, waiting(Long.MAX_VALUE))).isEqualTo(50);
    assertThat(
            AutoScale.between(1, Integer.MAX_VALUE)
                .withScaleUpThreshold(1e-9)
                .target(1, waiting(Long.MAX_VALUE)))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void afterTheTimeoutThereAreAsManyAsWereNeeded() {
    assertThat(SCALE.target(30, free(7, LONG))).isEqualTo(7);
    assertThat(SCALE.target(30, free(0, LONG))).isEqualTo(2);
    assertThat(SCALE.target(30, free(7, SHORT))).isEqualTo(30);
  }

  @Test
  void nothingIsTakenAwayWhileTasksWait() {
    assertThat(SCALE.target(30, load(1, 0, LONG))).isEqualTo(30);
  }

  @Test
  void limitsHoldWhateverThereWasBefore() {
    assertThat(SCALE.target(1, waiting(0))).isEqualTo(2);
    assertThat(SCALE.target(99, waiting(0))).isEqualTo(50);
    assertThat(SCALE.target(99, free(80, LONG))).isEqualTo(50);
  }

  @Test
  void withEqualLimitsTheNumberIsFixed() {
    AutoScale fixed = AutoScale.between(5, 5);
    assertThat(fixed.target(5, waiting(1_000))).isEqualTo(5);
    assertThat(fixed.target(5, free(0, LONG))).isEqualTo(5);
  }

  @Test
  void theTargetIsWithinItsLimitsAndGrowsWithTheLoad() {
    Random random = new Random(42);
    for (int i = 0; i < 100_000; i++) {
      AutoScale scale = random(random);
      int current = random.nextInt(300);
      Load load = random(random, scale);
      int target = scale.target(current, load);
      assertThat(target).isBetween(scale.min(), scale.max());
      Load heavier =
          load(
              load.pending() + random.nextInt(5),
              load.peakBusy() + random.nextInt(5),
              load.freeFor().dividedBy(1 + random.nextInt(3)));
      assertThat(scale.target(current, heavier))
          .as("%s, %s slots: %s, then %s", scale, current, load, heavier)
          .isGreaterThanOrEqualTo(target);
    }
  }

  @Test
  void aTargetThatWasReachedStays() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      AutoScale scale = random(random);
      Load load = random(random, scale);
      int target = scale.target(random.nextInt(300), load);
      assertThat(scale.target(target, load)).isEqualTo(target);
    }
  }

  private static AutoScale random(Random random) {
    int min = 1 + random.nextInt(20);
    return AutoScale.between(min, min + random.nextInt(200))
        .withScaleUpThreshold(0.1 + random.nextInt(50) / 10.0)
        .withIdleTimeout(Duration.ofMillis(1 + random.nextInt(1_000)));
  }

  private static Load random(Random random, AutoScale scale) {
    return load(
        random.nextBoolean() ? 0 : random.nextInt(2_000),
        random.nextInt(300),
        scale.idleTimeout().multipliedBy(random.nextInt(4)).dividedBy(2));
  }

  /** Seconds of a server on which every task takes a second; returns how the target went. */
  private static List<Integer> simulate(AutoScale scale, int seconds, int tasksASecond) {
    List<Integer> targets = new ArrayList<>();
    FreeSlots free = new FreeSlots();
    int target = scale.min();
    long pending = 0;
    for (int second = 0; second < seconds; second++) {
      long now = Duration.ofSeconds(second).toNanos();
      pending += tasksASecond;
      int busy = (int) Math.min(pending, target);
      pending -= busy;
      if (pending > 0 || busy == target) {
        free.none(now);
      } else {
        free.some(now, busy, scale.idleTimeout());
      }
      int next = scale.target(target, free.load(now, pending));
      if (next != target) {
        targets.add(next);
        target = next;
      }
    }
    return targets;
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "7", "10", "25", "49", "50", "80"})
  void underASteadyLoadTheNumberSettles(int tasksASecond) {
    List<Integer> targets = simulate(SCALE, 1_000, tasksASecond);
    assertThat(targets.size()).as("changes: %s", targets).isLessThanOrEqualTo(12);
    List<Integer> longer = simulate(SCALE, 5_000, tasksASecond);
    assertThat(longer).as("it swings").isEqualTo(targets);
  }

  @Test
  void afterABurstThereAreAsFewAsAreNeededAfterOneTimeout() {
    FreeSlots free = new FreeSlots();
    long now = Duration.ofHours(1).toNanos();
    free.none(now);
    for (int busy = 49; busy >= 3; busy--) {
      now += Duration.ofMillis(100).toNanos();
      free.some(now, busy, LONG);
      assertThat(SCALE.target(50, free.load(now, 0))).isEqualTo(50);
    }
    long end = now + LONG.toNanos();
    while (now < end) {
      now += Duration.ofSeconds(5).toNanos();
      free.some(now, 3, LONG);
    }
    assertThat(SCALE.target(50, free.load(now, 0))).isEqualTo(3);
  }

  @Test
  void aPeakWithinTheTimeoutIsKept() {
    FreeSlots free = new FreeSlots();
    free.none(0);
    free.some(Duration.ofSeconds(20).toNanos(), 30, LONG);
    long now = LONG.toNanos();
    free.some(now, 3, LONG);
    assertThat(SCALE.target(50, free.load(now, 0))).isEqualTo(30);
  }

  @Test
  void whatCanNotBeIsRefused() {
    assertThatThrownBy(() -> AutoScale.between(0, 5)).hasMessageContaining("min 0 and max 5");
    assertThatThrownBy(() -> AutoScale.between(6, 5)).hasMessageContaining("min 6 and max 5");
    assertThatThrownBy(() -> SCALE.withScaleUpThreshold(0))
        .hasMessageContaining("scaleUpThreshold");
    assertThatThrownBy(() -> SCALE.withScaleUpThreshold(Double.NaN))
        .hasMessageContaining("scaleUpThreshold");
    assertThatThrownBy(() -> SCALE.withIdleTimeout(Duration.ZERO))
        .hasMessageContaining("idleTimeout");
    assertThatThrownBy(() -> SCALE.withCheckInterval(Duration.ZERO))
        .hasMessageContaining("checkInterval");
  }
}
