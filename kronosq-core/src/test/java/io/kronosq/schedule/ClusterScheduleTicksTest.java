package io.kronosq.schedule;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterScheduleTicksTest extends ScheduleTicksContract {
  @RegisterExtension static final TestCluster redis = TestCluster.ofMasters();

  @Override
  RedisFixture redis() {
    return redis;
  }
}
