package io.kronosq.cli;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterCommandTest extends CommandContract {
  @RegisterExtension static final TestCluster REDIS = TestCluster.ofMasters();

  @Override
  RedisFixture redis() {
    return REDIS;
  }
}
