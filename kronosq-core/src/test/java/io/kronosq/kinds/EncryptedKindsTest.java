package io.kronosq.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisConfig.Tls;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.EnqueueException;
import io.kronosq.testing.Await;
import io.kronosq.testing.SelfSignedCertificate;
import io.kronosq.testing.TestCluster;
import io.kronosq.testing.TestSentinel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Encrypted connections to all nodes, which talk encrypted to each other, too. */
class EncryptedKindsTest {
  private static final SelfSignedCertificate CERTIFICATE = SelfSignedCertificate.forLoopback();
  private static final Tls TRUSTED = new Tls(CERTIFICATE.certificate());

  @RegisterExtension static final TestSentinel sentinel = new TestSentinel().withTls(CERTIFICATE);

  @RegisterExtension
  static final TestCluster cluster = TestCluster.ofMasters().withTls(CERTIFICATE);

  private static void assertWorks(RedisConfig config) {
    Set<String> done = ConcurrentHashMap.newKeySet();
    try (RedisTaskStore store = RedisTaskStore.open(config);
        KronosServer server =
            KronosServer.builder(store)
                .router(new TaskRouter().handle("t", task -> done.add(task.taskId())))
                .partitions("default", 4)
                .build()) {
      server.start();
      KronosClient client = KronosClient.builder(store).build();
      IntStream.range(0, 20).forEach(i -> client.enqueue("t", "x"));
      Await.until("all are done", () -> done.size() == 20);
    }
  }

  private static void assertUntrusted(RedisConfig config) {
    try (KronosClient client =
        KronosClient.builder(config).timeout(Duration.ofMillis(500)).build()) {
      assertThatExceptionOfType(EnqueueException.class)
          .isThrownBy(() -> client.enqueue("t", "x"))
          .withMessageContaining("certification path")
          .satisfies(e -> assertThat(e.outcome()).isEqualTo(EnqueueException.Outcome.NOT_WRITTEN));
    }
  }

  @Test
  void aMasterAndItsSentinelsAreReachedEncrypted() {
    assertWorks(sentinel.config().withSentinelTls(TRUSTED).withTls(TRUSTED));
  }

  @Test
  void sentinelsThatAreNotTrustedAreNotAsked() {
    assertUntrusted(sentinel.config().withSentinelTls(Tls.PLATFORM).withTls(Tls.PLATFORM));
  }

  @Test
  void allNodesOfAClusterAreReachedEncrypted() {
    assertWorks(cluster.config().withTls(TRUSTED));
  }

  @Test
  void aClusterThatIsNotTrustedIsNotUsed() {
    assertUntrusted(cluster.config().withTls(Tls.PLATFORM));
  }
}
