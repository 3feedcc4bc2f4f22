package io.kronosq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.testing.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueTimerTest {
  private final ManualLoop loop = new ManualLoop();
  private final long start = loop.nanos();
  private final List<Long> fired = new ArrayList<>();
  private final DueTimer timer =
      new DueTimer(loop, loop, () -> fired.add((loop.nanos() - start) / 1_000_000));

  @Test
  void theEarliestTimeCountsAndTheOthersCostNoTimer() {
    timer.earliest(Duration.ofMillis(300));
    timer.earliest(Duration.ofMillis(100));
    timer.earliest(Duration.ofMillis(200));
    assertThat(loop.timers()).isEqualTo(1);
    loop.advance(Duration.ofMillis(400));
    assertThat(fired).containsExactly(100L);
  }

  @Test
  void itCanBeToldAgainOnceItHasActed() {
    timer.earliest(Duration.ofMillis(10));
    loop.advance(Duration.ofMillis(10));
    timer.earliest(Duration.ofMillis(20));
    loop.advance(Duration.ofMillis(20));
    assertThat(fired).containsExactly(10L, 30L);
  }
}
