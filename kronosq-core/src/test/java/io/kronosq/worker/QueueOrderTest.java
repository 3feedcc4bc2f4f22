package io.kronosq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.worker.QueueOrder.Weighted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueOrderTest {
  private static final List<Weighted<String>> QUEUES =
      List.of(new Weighted<>("a", 6), new Weighted<>("b", 3), new Weighted<>("c", 1));

  private static boolean all(String queue) {
    return !queue.isEmpty();
  }

  private static List<String> next(QueueOrder<String> order, int times, Predicate<String> wants) {
    return IntStream.range(0, times).mapToObj(i -> order.next(wants)).toList();
  }

  @Test
  void weightsGiveTheirExactShareInEveryRound() {
    QueueOrder<String> order = QueueOrder.weighted(QUEUES);
    for (int round = 0; round < 20; round++) {
      Map<String, Integer> share = new HashMap<>();
      next(order, 10, QueueOrderTest::all).forEach(queue -> share.merge(queue, 1, Integer::sum));
      assertThat(share).isEqualTo(Map.of("a", 6, "b", 3, "c", 1));
    }
  }

  @Test
  void turnsAreSpreadEvenly() {
    assertThat(next(QueueOrder.weighted(QUEUES), 10, QueueOrderTest::all))
        .containsExactly("a", "b", "a", "a", "b", "a", "c", "a", "b", "a");
  }

  @Test
  void aQueueThatWantsNothingLosesItsTurnToTheOthers() {
    QueueOrder<String> order = QueueOrder.weighted(QUEUES);
    assertThat(next(order, 8, Set.of("b", "c")::contains))
        .containsExactly("b", "b", "c", "b", "b", "b", "c", "b");
  }

  @Test
  void aQueueThatWantedNothingHasNoCreditFromThatTime() {
    QueueOrder<String> order = QueueOrder.weighted(QUEUES);
    next(order, 1_000, Set.of("b", "c")::contains);
    List<String> afterwards = next(order, 10, QueueOrderTest::all);
    assertThat(afterwards.stream().filter("a"::equals)).hasSizeBetween(5, 7);
  }

  @Test
  void noQueueIsChosenWhenNoneWants() {
    assertThat(QueueOrder.weighted(QUEUES).next(queue -> false)).isNull();
    assertThat(QueueOrder.strict(QUEUES).next(queue -> false)).isNull();
  }

  @Test
  void equalWeightsTakeTurns() {
    QueueOrder<String> order =
        QueueOrder.weighted(List.of(new Weighted<>("a", 1), new Weighted<>("b", 1)));
    assertThat(next(order, 4, QueueOrderTest::all)).containsExactly("a", "b", "a", "b");
  }

  @Test
  void strictOrderServesTheGreatestWeightThatWants() {
    QueueOrder<String> order =
        QueueOrder.strict(
            List.of(new Weighted<>("low", 1), new Weighted<>("high", 9), new Weighted<>("mid", 3)));
    assertThat(next(order, 3, QueueOrderTest::all)).containsExactly("high", "high", "high");
    assertThat(order.next(Set.of("low", "mid")::contains)).isEqualTo("mid");
    assertThat(order.next("low"::equals)).isEqualTo("low");
  }
}
