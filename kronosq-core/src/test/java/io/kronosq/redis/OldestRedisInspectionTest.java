package io.kronosq.redis;

import io.kronosq.store.InspectStoreContract;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class OldestRedisInspectionTest extends InspectStoreContract {
  @RegisterExtension static final TestRedis redis = TestRedis.oldest();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }
}
