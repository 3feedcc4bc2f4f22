package io.kronosq.redis;

import io.kronosq.store.TaskStore;
import io.kronosq.store.TaskStoreContract;
import io.kronosq.testing.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class OldestRedisTaskStoreTest extends TaskStoreContract {
  @RegisterExtension static final TestRedis redis = TestRedis.oldest();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }
}
