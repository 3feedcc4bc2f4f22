package io.kronosq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.testing.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private final ManualLoop loop = new ManualLoop();
  private final long start = loop.nanos();
  private final List<Long> checks = new ArrayList<>();
  private long nextCheck = Long.MAX_VALUE;
  private final Watchdog watchdog =
      new Watchdog(
          loop,
          loop,
          now -> {
            checks.add((now - start) / 1_000_000);
            return nextCheck;
          });

  private long in(long millis) {
    return start + Duration.ofMillis(millis).toNanos();
  }

  @Test
  void theCheckRunsWhenItsTimeHasCome() {
    watchdog.watch(in(100));
    loop.advance(Duration.ofMillis(99));
    assertThat(checks).isEmpty();
    loop.advance(Duration.ofMillis(1));
    assertThat(checks).containsExactly(100L);
  }

  @Test
  void anEarlierTimeReplacesALaterOne() {
    watchdog.watch(in(100));
    loop.run();
    watchdog.watch(in(30));
    loop.advance(Duration.ofMillis(50));
    assertThat(checks).containsExactly(30L);
  }

  @Test
  void aLaterTimeCostsNoFurtherTimer() {
    watchdog.watch(in(100));
    loop.run();
    for (int i = 0; i < 50; i++) {
      watchdog.watch(in(200 + i));
      loop.run();
    }
    assertThat(loop.timers()).isEqualTo(1);
  }

  @Test
  void theCheckSaysWhenItIsDueAgain() {
    nextCheck = in(250);
    watchdog.watch(in(100));
    loop.advance(Duration.ofMillis(100));
    nextCheck = Long.MAX_VALUE;
    loop.advance(Duration.ofMillis(500));
    assertThat(checks).containsExactly(100L, 250L);
    assertThat(loop.timers()).isZero();
  }

  @Test
  void afterACheckThatIsDueNeverItCanBeArmedAgain() {
    watchdog.watch(in(10));
    loop.advance(Duration.ofMillis(20));
    watchdog.watch(in(40));
    loop.advance(Duration.ofMillis(40));
    assertThat(checks).containsExactly(10L, 40L);
  }

  @Test
  void aTimeInThePastIsCheckedAtOnce() {
    watchdog.watch(in(-5));
    loop.run();
    assertThat(checks).containsExactly(0L);
  }
}
