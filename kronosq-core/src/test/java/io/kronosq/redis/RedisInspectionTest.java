package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.TaskAction;
import io.kronosq.store.InspectStoreContract;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisInspectionTest extends InspectStoreContract {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }

  private String key(String end) {
    return "kronosq:{" + queue + "}:" + end;
  }

  @Test
  void noStaleEntryIsLeftOnceTheListIsDrained() {
    enqueue("a", "b", "c", "d");
    apply(TaskAction.ARCHIVE, "b");
    apply(TaskAction.DELETE, "d");
    assertThat(redis.number("LLEN", key("p"))).isEqualTo(4);
    assertThat(redis.command("HGET", key("g"), "")).hasToString("2");
    claim("me", 10);
    assertThat(redis.number("EXISTS", key("g"), key("p"))).isZero();
    assertThat(redis.number("HEXISTS", key("m"), "b")).isEqualTo(1);
  }

  @Test
  void aDeletedTaskLeavesNothingInRedis() {
    enqueue("a");
    apply(TaskAction.DELETE, "a");
    assertThat(redis.texts("KEYS", key("*"))).containsExactlyInAnyOrder(key("s"), key("w"));
  }

  @Test
  void aDroppedQueueLeavesItsLeasesOnly() {
    enqueue("a");
    Await.answer(store.inspection().drop(queue, true));
    assertThat(redis.texts("KEYS", key("*"))).containsExactly(key("s"));
  }
}
