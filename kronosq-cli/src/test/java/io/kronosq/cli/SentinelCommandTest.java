package io.kronosq.cli;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestSentinel;
import org.junit.jupiter.api.extension.RegisterExtension;

class SentinelCommandTest extends CommandContract {
  @RegisterExtension static final TestSentinel REDIS = new TestSentinel();

  @Override
  RedisFixture redis() {
    return REDIS;
  }
}
