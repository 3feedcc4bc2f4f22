package io.kronosq.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.KronosClient;
import io.kronosq.redis.RedisConfig;
import io.kronosq.task.EnqueueException;
import io.kronosq.testing.SelfSignedCertificate;
import io.kronosq.testing.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TlsTest {
  private static final int TLS_PORT = TestRedis.freePort();
  private static final SelfSignedCertificate CERTIFICATE = SelfSignedCertificate.forLoopback();

  @RegisterExtension
  static final TestRedis redis =
      TestRedis.inMemory()
          .with("--tls-port", Integer.toString(TLS_PORT))
          .with("--tls-cert-file", CERTIFICATE.certificate().toString())
          .with("--tls-key-file", CERTIFICATE.key().toString())
          .with("--tls-auth-clients", "no");

  private static RedisConfig config(Path trusted) {
    return RedisConfig.parse("rediss://127.0.0.1:" + TLS_PORT)
        .withTls(new RedisConfig.Tls(trusted));
  }

  @Test
  void anEncryptedConnectionWorksWithATrustedCertificate() {
    try (KronosClient client = KronosClient.open(config(CERTIFICATE.certificate()))) {
      client.enqueue("t", "x");
    }
    assertThat(redis.number("LLEN", "kronosq:{default}:p")).isEqualTo(1);
  }

  @Test
  void aCertificateThatIsNotTrustedIsRefused() {
    RedisConfig platform = RedisConfig.parse("rediss://127.0.0.1:" + TLS_PORT);
    try (KronosClient client =
        KronosClient.builder(platform).timeout(Duration.ofMillis(300)).build()) {
      assertThatExceptionOfType(EnqueueException.class)
          .isThrownBy(() -> client.enqueue("t", "x"))
          .withMessageContaining("certification path")
          .satisfies(e -> assertThat(e.outcome()).isEqualTo(EnqueueException.Outcome.NOT_WRITTEN));
    }
    assertThat(redis.number("EXISTS", "kronosq:{default}:p")).isZero();
  }
}
