package io.kronosq.redis;

import io.kronosq.store.LimitStoreContract;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.TestSentinel;
import org.junit.jupiter.api.extension.RegisterExtension;

class SentinelLimitsTest extends LimitStoreContract {
  @RegisterExtension static final TestSentinel redis = new TestSentinel();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }
}
