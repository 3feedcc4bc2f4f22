package io.kronosq.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.KronosClient;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.StoreException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoginTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory().withPassword("s3cret");

  private static void assertRefused(RedisConfig config, String... secrets) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> RedisTaskStore.open(config))
        .withMessageContaining("refused the login")
        .withMessageContaining("check user, password and ACL")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.REFUSED))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secrets));
  }

  private static RedisConfig address() {
    return RedisConfig.parse("redis://127.0.0.1:" + redis.config().port());
  }

  @Test
  void theRightPasswordOpens() {
    try (KronosClient client = KronosClient.open(redis.config())) {
      assertThat(client.enqueue("t", "x")).isNotNull();
    }
  }

  @Test
  void aWrongPasswordFailsTheOpeningWithTheRemedy() {
    assertRefused(address().withCredentials(null, "wr0ng"), "wr0ng", "s3cret");
  }

  @Test
  void aMissingPasswordFailsTheOpeningWithTheRemedy() {
    assertRefused(address(), "s3cret");
  }

  @Test
  void aUserOfTheAccessListOpensAndOneThatIsUnknownDoesNot() {
    redis.command("ACL", "SETUSER", "app", "on", ">pa55", "~kronosq:*", "+@all");
    try (KronosClient client = KronosClient.open(address().withCredentials("app", "pa55"))) {
      assertThat(client.enqueue("t", "x")).isNotNull();
    }
    assertRefused(address().withCredentials("nobody", "pa55"), "pa55");
  }

  @Test
  void aPermissionThatIsMissingInAScriptFailsTheEnqueueWithTheRemedy() {
    redis.command("ACL", "SETUSER", "clockless", "on", ">pa55", "~kronosq:*", "+@all", "-time");
    EnqueueOption later = EnqueueOption.delay(Duration.ofHours(1));
    try (KronosClient client = KronosClient.open(address().withCredentials("clockless", "pa55"))) {
      assertThatExceptionOfType(EnqueueException.class)
          .isThrownBy(() -> client.enqueue("t", "x", later))
          .withMessageContaining("check user, password and ACL")
          .satisfies(e -> assertThat(e.outcome()).isEqualTo(EnqueueException.Outcome.NOT_WRITTEN));
    }
  }

  @Test
  void aMissingPermissionFailsTheEnqueueWithTheRemedy() {
    redis.command("ACL", "SETUSER", "guest", "on", ">pa55", "~other:*", "+@all");
    try (KronosClient client = KronosClient.open(address().withCredentials("guest", "pa55"))) {
      assertThatExceptionOfType(EnqueueException.class)
          .isThrownBy(() -> client.enqueue("t", "x"))
          .withMessageContaining("ACL")
          .satisfies(e -> assertThat(e.outcome()).isEqualTo(EnqueueException.Outcome.NOT_WRITTEN));
    }
  }
}
