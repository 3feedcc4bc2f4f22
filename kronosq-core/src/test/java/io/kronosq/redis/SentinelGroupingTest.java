package io.kronosq.redis;

import io.kronosq.store.GroupingContract;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.TestSentinel;
import org.junit.jupiter.api.extension.RegisterExtension;

class SentinelGroupingTest extends GroupingContract {
  @RegisterExtension static final TestSentinel redis = new TestSentinel();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }
}
