package io.kronosq.redis;

import io.kronosq.store.GroupingContract;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class OldestRedisGroupingTest extends GroupingContract {
  @RegisterExtension static final TestRedis redis = TestRedis.oldest();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }
}
