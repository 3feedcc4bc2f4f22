package io.kronosq;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class OldestRedisFeatureTest extends FeatureContract {
  @RegisterExtension static final TestRedis redis = TestRedis.oldest();

  @Override
  RedisFixture redis() {
    return redis;
  }
}
