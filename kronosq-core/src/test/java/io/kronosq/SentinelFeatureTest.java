package io.kronosq;

import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestSentinel;
import org.junit.jupiter.api.extension.RegisterExtension;

class SentinelFeatureTest extends FeatureContract {
  @RegisterExtension static final TestSentinel redis = new TestSentinel();

  @Override
  RedisFixture redis() {
    return redis;
  }
}
