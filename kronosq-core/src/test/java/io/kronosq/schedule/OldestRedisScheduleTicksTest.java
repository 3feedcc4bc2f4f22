package io.kronosq.schedule;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class OldestRedisScheduleTicksTest extends ScheduleTicksContract {
  @RegisterExtension static final TestRedis redis = TestRedis.oldest();

  @Override
  RedisFixture redis() {
    return redis;
  }
}
