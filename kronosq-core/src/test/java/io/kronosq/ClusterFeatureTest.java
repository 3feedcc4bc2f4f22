package io.kronosq;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterFeatureTest extends FeatureContract {
  @RegisterExtension static final TestCluster redis = TestCluster.ofMasters();

  @Override
  RedisFixture redis() {
    return redis;
  }
}
