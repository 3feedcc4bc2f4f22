package io.kronosq;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.task.EnqueueOption;
import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartitionChangeTest extends PartitionContract {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @Override
  RedisFixture redis() {
    return redis;
  }

  @Test
  void anEmptyOrderingKeyIsRefused() {
    assertThatThrownBy(() -> EnqueueOption.orderingKey(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ordering key");
  }
}
