package io.kronosq.cli;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandaloneCommandTest extends CommandContract {
  @RegisterExtension static final TestRedis REDIS = TestRedis.inMemory();

  @Override
  RedisFixture redis() {
    return REDIS;
  }
}
