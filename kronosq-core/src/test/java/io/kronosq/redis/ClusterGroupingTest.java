package io.kronosq.redis;

import io.kronosq.store.GroupingContract;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterGroupingTest extends GroupingContract {
  @RegisterExtension static final TestCluster redis = TestCluster.ofMasters();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }
}
