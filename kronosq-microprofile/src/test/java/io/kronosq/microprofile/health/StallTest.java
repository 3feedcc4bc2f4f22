package io.kronosq.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.worker.ServerActivity;
import io.kronosq.worker.ServerActivity.Partition;
import io.kronosq.worker.ServerStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static Partition partition(String queue, int movedSecondsAgo, boolean waitsForSlot) {
    return new Partition(
        queue, queue, true, null, null, Duration.ofSeconds(movedSecondsAgo), waitsForSlot);
  }

  private static List<String> stalled(boolean saturated, Partition... partitions) {
    return Stall.of(
        new ServerActivity(ServerStatus.State.RUNNING, saturated, List.of(partitions), List.of()),
        LIMIT);
  }

  @Test
  void oneThatMovedLatelyIsNotStalled() {
    assertThat(stalled(false, partition("a", 30, false))).isEmpty();
  }

  @Test
  void oneWhoseAnswerOrTimerNeverComesIsStalledWhateverOthersDo() {
    assertThat(stalled(false, partition("a", 31, false), partition("b", 0, false)))
        .containsExactly("a");
    assertThat(stalled(true, partition("a", 31, false))).containsExactly("a");
  }

  @Test
  void oneThatWaitsForASlotIsExcusedWhileOthersUseThem() {
    assertThat(stalled(true, partition("a", 31, true))).isEmpty();
    assertThat(stalled(false, partition("a", 31, true), partition("b", 0, false))).isEmpty();
  }

  @Test
  void oneThatWaitsForASlotIsStalledWhileSlotsAreFreeAndNothingMoves() {
    assertThat(stalled(false, partition("a", 31, true), partition("b", 31, true)))
        .containsExactly("a", "b");
  }

  @Test
  void nothingIsStalledBeforeAnythingIsServed() {
    assertThat(stalled(false)).isEmpty();
  }
}
