package io.kronosq.redis;

import io.kronosq.store.LimitStoreContract;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterLimitsTest extends LimitStoreContract {
  @RegisterExtension static final TestCluster redis = TestCluster.ofMasters();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }
}
