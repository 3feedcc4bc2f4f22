package io.kronosq.schedule;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class ScheduleTicksTest extends ScheduleTicksContract {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @Override
  RedisFixture redis() {
    return redis;
  }
}
