package io.kronosq.redis;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterPartitionStoreTest extends PartitionStoreContract {
  @RegisterExtension static final TestCluster redis = TestCluster.ofMasters();

  @Override
  RedisFixture redis() {
    return redis;
  }
}
