package io.kronosq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The layout is a contract with every Kronosq that shares the Redis. */
class KeysTest {
  private final Keys keys = new Keys("kronosq");
  private final Keys.QueueKeys queue = keys.queue("critical");

  @Test
  void theKeysOfAQueueAreThoseOfTheDesign() {
    assertKey(queue.tasks, "kronosq:{critical}:m");
    assertKey(queue.attempts, "kronosq:{critical}:x");
    assertKey(queue.pending, "kronosq:{critical}:p");
    assertKey(queue.stale, "kronosq:{critical}:g");
    assertKey(queue.active("s1"), "kronosq:{critical}:a:s1");
    assertKey(queue.leases, "kronosq:{critical}:s");
    assertKey(queue.scheduled, "kronosq:{critical}:d");
    assertKey(queue.retry, "kronosq:{critical}:y");
    assertKey(queue.archived, "kronosq:{critical}:z");
    assertKey(queue.completed, "kronosq:{critical}:c");
    assertKey(queue.results, "kronosq:{critical}:r");
    assertKey(queue.lock("digest"), "kronosq:{critical}:u:digest");
    assertKey(queue.wake, "kronosq:{critical}:w");
    assertKey(queue.meta, "kronosq:{critical}:meta");
    assertKey(queue.totals, "kronosq:{critical}:st");
    assertKey(queue.hour(490_000), "kronosq:{critical}:st:490000");
    assertKey(queue.day(20_000), "kronosq:{critical}:st:d20000");
    assertKey(queue.cancellations, "kronosq:{critical}:k");
    assertKey(queue.closed, "kronosq:{critical}:closed");
    assertKey(queue.held, "kronosq:{critical}:held");
    assertKey(queue.lanes[0], "kronosq:{critical}:i");
    assertKey(queue.waiting(), "kronosq:{critical}:l");
    assertKey(queue.turns(), "kronosq:{critical}:n");
    assertKey(queue.busy(), "kronosq:{critical}:b");
    assertKey(queue.rates, "kronosq:{critical}:v");
  }

  @Test
  void theQueuesOfAPrefixAreListedUnderIt() {
    assertKey(keys.queues(), "kronosq:queues");
    assertKey(keys.serversSeen(), "kronosq:{/servers}:seen");
    assertKey(keys.serverReports(), "kronosq:{/servers}:reports");
    assertKey(keys.layouts(), "kronosq:partitions");
  }

  @Test
  void aPrefixKeepsApplicationsApart() {
    assertKey(new Keys("shop").queue("critical").pending, "shop:{critical}:p");
    assertKey(new Keys("shop").queues(), "shop:queues");
  }

  @Test
  void theKeysOfAQueueAreMadeOnce() {
    assertThat(keys.queue("critical")).isSameAs(queue);
  }

  @Test
  void anyNumberOfNamesTakesABoundedAmountOfMemory() {
    for (int i = 0; i < 20_000; i++) {
      assertKey(keys.queue("q" + i).pending, "kronosq:{q" + i + "}:p");
    }
    assertThat(keys.queue("q19999")).isNotSameAs(keys.queue("q19999"));
    assertThat(keys.queue("critical")).isSameAs(queue);
  }

  private static void assertKey(byte[] key, String expected) {
    assertThat(new String(key, UTF_8)).isEqualTo(expected);
  }
}
