package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.store.GroupingContract;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisGroupingTest extends GroupingContract {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }

  @Test
  void nothingIsLeftOfAGroupOnceItsBatchIsDone() {
    enqueue(grouped("a", "g", how(2, HOUR, HOUR)), grouped("b", "g", how(2, HOUR, HOUR)));
    claimAndAcknowledge();
    enqueue(grouped("c", "g", how(9, HOUR, Duration.ofMillis(1))));
    claimAndAcknowledge();
    assertThat(redis.texts("KEYS", "kronosq:{" + queue + "}:g*")).isEmpty();
    assertThat(redis.number("EXISTS", "kronosq:{" + queue + "}:m")).isZero();
  }
}
