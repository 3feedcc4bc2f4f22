package io.kronosq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
  private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  /** Where redis-cli puts the slots of so many masters. */
  private static int master(int slot, int masters) {
    double each = (double) HashSlot.COUNT / masters;
    int master = 0;
    while (slot > Math.round((master + 1) * each - 1)) {
      master++;
    }
    return master;
  }

  @Test
  void anUnpartitionedQueueIsItsOwnOnlyPartition() {
    Layout layout = Layout.of("orders", 1);
    assertThat(layout.partitions()).containsExactly("orders");
    assertThat(layout.partitionOfKey("any")).isEqualTo("orders");
    assertThat(layout.idSuffix("orders")).isEmpty();
  }

  @Test
  void partitionsTellTheirQueueAndAreTheSameInEveryProcess() {
    Layout layout = Layout.of("orders", 6);
    assertThat(layout.partitions())
        .hasSize(6)
        .doesNotHaveDuplicates()
        .allMatch(partition -> partition.matches("orders#\\d/6(\\.\\d+)?"))
        .allMatch(partition -> Layout.queueOf(partition).equals("orders"))
        .isEqualTo(Layout.of("orders", 6).partitions());
    assertThat(Layout.queueOf("orders")).isEqualTo("orders");
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "6, 3", "6, 2", "6, 6", "12, 3", "12, 4", "256, 4", "30, 5"})
  void everyQueueIsSpreadEvenlyOverMastersThatDivideItsPartitions(int partitions, int masters) {
    for (int name = 0; name < 500; name++) {
      int[] held = new int[masters];
      for (String partition : Layout.of("queue-" + name, partitions).partitions()) {
        held[master(HashSlot.of(partition), masters)]++;
      }
      assertThat(held).as("queue-" + name).containsOnly(partitions / masters);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 6, 7, 256})
  void keysAreSpreadOverAllPartitions(int count) {
    Layout layout = Layout.of("orders", count);
    int keys = 2_000 * count;
    int[] held = new int[count];
    IntStream.range(0, keys)
        .mapToObj(i -> layout.partitionOfKey("customer-" + i))
        .forEach(partition -> held[layout.partitions().indexOf(partition)]++);
    for (int tasks : held) {
      assertThat(tasks).isBetween(1_600, 2_400);
    }
  }

  @Test
  void aGeneratedIdCarriesItsPartition() {
    Layout layout = Layout.of("orders", 16);
    for (String partition : layout.partitions()) {
      assertThat(layout.partitionOfId(ULID + layout.idSuffix(partition))).isEqualTo(partition);
    }
  }

  @Test
  void anIdOfAnotherLayoutIsTakenForAChosenOne() {
    Layout sixteen = Layout.of("orders", 16);
    for (String id : List.of(ULID, "order-3.16", ULID + "-5.6", ULID + "-16.16", ULID + "-3.16x")) {
      assertThat(sixteen.partitionOfId(id)).isEqualTo(sixteen.partitionOfKey(id));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 257})
  void aNumberOfPartitionsThatCannotBeIsRefusedWithTheRange(int count) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layout.of("orders", count))
        .withMessageContaining("'orders'")
        .withMessageContaining(count + " partitions")
        .withMessageContaining("1 to 256");
  }

  @Test
  void layoutsAreEqualByQueueAndNumber() {
    assertThat(Layout.of("a", 6)).isEqualTo(Layout.of("a", 6)).hasSameHashCodeAs(Layout.of("a", 6));
    assertThat(Layout.of("a", 6)).isNotEqualTo(Layout.of("a", 5)).isNotEqualTo(Layout.of("b", 6));
  }

  @Test
  void aGeneratedIdIsLookedForInItsPartitionOnly() {
    Layout six = Layout.of("orders", 6);
    Layout two = Layout.of("orders", 2);
    QueueLayouts layouts = new QueueLayouts(two, List.of(six, Layout.of("orders", 1)));
    assertThat(layouts.partitionsOf(ULID + "-5.6")).containsExactly(six.partitions().get(5));
    assertThat(layouts.partitionsOf(ULID + "-1.2")).containsExactly(two.partitions().get(1));
  }

  @Test
  void aChosenIdIsLookedForWhereItsHashLeadsFirstAndThenEverywhere() {
    Layout six = Layout.of("orders", 6);
    Layout two = Layout.of("orders", 2);
    QueueLayouts layouts = new QueueLayouts(two, List.of(six));
    assertThat(layouts.partitionsOf("order-1"))
        .startsWith(two.partitionOfKey("order-1"), six.partitionOfKey("order-1"))
        .containsExactlyInAnyOrderElementsOf(layouts.partitions())
        .hasSize(8);
  }

  @Test
  void anIdThatCarriesAForgottenLayoutIsLookedForEverywhere() {
    QueueLayouts layouts = new QueueLayouts(Layout.of("orders", 2), List.of());
    assertThat(layouts.partitionsOf(ULID + "-5.6")).hasSize(2);
  }

  @Test
  void aSingleLayoutIsOneThatNeverHadAnother() {
    Layout one = Layout.of("orders", 1);
    Layout six = Layout.of("orders", 6);
    assertThat(QueueLayouts.unpartitioned("orders").isSingle()).isTrue();
    assertThat(new QueueLayouts(six, List.of()).isSingle()).isFalse();
    assertThat(new QueueLayouts(one, List.of(six)).isSingle()).isFalse();
  }
}
