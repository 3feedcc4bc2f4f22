package io.kronosq.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.StoreException;
import io.kronosq.testing.TestCluster;
import io.kronosq.testing.TestSentinel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoginsTest {
  @RegisterExtension static final TestSentinel sentinel = new TestSentinel();
  @RegisterExtension static final TestCluster cluster = TestCluster.ofMasters();

  private static void assertRefused(RedisConfig config) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> RedisTaskStore.open(config))
        .withMessageContaining("refused the login")
        .withMessageContaining("check user, password and ACL")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.REFUSED))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wr0ng"));
  }

  @Test
  void aWrongPasswordOfTheSentinelsFailsTheOpening() {
    assertRefused(sentinel.config().withSentinelCredentials(null, "wr0ng"));
    assertRefused(sentinel.config().withSentinelCredentials("nobody", "wr0ng"));
  }

  @Test
  void aWrongPasswordOfTheMasterFailsTheOpening() {
    assertRefused(sentinel.config().withCredentials(null, "wr0ng"));
  }

  @Test
  void aWrongPasswordOfTheClusterFailsTheOpening() {
    assertRefused(cluster.config().withCredentials(null, "wr0ng"));
    assertRefused(cluster.config().withCredentials("nobody", "wr0ng"));
  }
}
