package io.kronosq.schedule;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestSentinel;
import org.junit.jupiter.api.extension.RegisterExtension;

class SentinelScheduleTicksTest extends ScheduleTicksContract {
  @RegisterExtension static final TestSentinel redis = new TestSentinel();

  @Override
  RedisFixture redis() {
    return redis;
  }
}
