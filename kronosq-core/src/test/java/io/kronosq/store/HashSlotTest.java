package io.kronosq.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.testing.TestRedis;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HashSlotTest {
  @RegisterExtension
  static final TestRedis redis =
      TestRedis.inMemory()
          .with("--cluster-enabled", "yes")
          // The usual one, 10,000 above, may be that of an outgoing connection.
          .with("--cluster-port", Integer.toString(TestRedis.freePort()));

  @Test
  void slotsAreThoseOfRedis() {
    Random random = new Random(42);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder tag = new StringBuilder("q");
      random.ints(random.nextInt(1, 30), 32, 1_000).forEach(tag::appendCodePoint);
      String text = tag.toString().replace("{", "").replace("}", "");
      assertThat(HashSlot.of(text)).as(text).isEqualTo(keySlot("kronosq:{" + text + "}:p"));
    }
  }

  @Test
  void thePartitionsOfAQueueLieInTheirPartsOfTheSlots() {
    Layout layout = Layout.of("orders", 12);
    for (int i = 0; i < 12; i++) {
      int slot = keySlot("kronosq:{" + layout.partitions().get(i) + "}:m");
      assertThat(slot * 12 / HashSlot.COUNT).isEqualTo(i);
    }
  }

  private static int keySlot(String key) {
    return (int) redis.number("CLUSTER", "KEYSLOT", key);
  }
}
