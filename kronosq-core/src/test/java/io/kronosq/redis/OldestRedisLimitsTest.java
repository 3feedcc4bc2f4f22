package io.kronosq.redis;

import io.kronosq.store.LimitStoreContract;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class OldestRedisLimitsTest extends LimitStoreContract {
  @RegisterExtension static final TestRedis redis = TestRedis.oldest();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }
}
