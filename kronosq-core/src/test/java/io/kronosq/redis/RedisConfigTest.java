package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {
  @Test
  void aHostAloneGetsTheDefaults() {
    RedisConfig.Standalone config = RedisConfig.parse("redis://db.example");
    assertThat(config.host()).isEqualTo("db.example");
    assertThat(config.port()).isEqualTo(6379);
    assertThat(config.database()).isZero();
    assertThat(config.credentials()).isNull();
    assertThat(config.tls()).isNull();
    assertThat(config.prefix()).isEqualTo("kronosq");
    assertThat(config.commandTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void everyPartIsRead() {
    RedisConfig.Standalone config = RedisConfig.parse("rediss://app:s3cret@db.example:7001/5");
    assertThat(config.tls()).isEqualTo(RedisConfig.Tls.PLATFORM);
    assertThat(config.host()).isEqualTo("db.example");
    assertThat(config.port()).isEqualTo(7001);
    assertThat(config.database()).isEqualTo(5);
    assertThat(config.credentials()).isEqualTo(new RedisConfig.Credentials("app", "s3cret"));
  }

  @Test
  void aPasswordWithoutUserIsTheDefaultUsers() {
    assertThat(RedisConfig.parse("redis://:s3cret@h").credentials())
        .isEqualTo(new RedisConfig.Credentials(null, "s3cret"));
  }

  @Test
  void percentEncodedCharactersOfAPasswordAreDecodedAndAPlusStays() {
    assertThat(RedisConfig.parse("redis://us%3Aer:p%40s%2Fs+%C3%A4:x@h").credentials())
        .isEqualTo(new RedisConfig.Credentials("us:er", "p@s/s+ä:x"));
  }

  @Test
  void aSlashWithoutIndexIsDatabaseZero() {
    assertThat(RedisConfig.parse("redis://h/").database()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://user:s3cret@",
        "redis://user:s3cret^@h",
        "redis://user:s3 cret@h",
        "redis://user:s3cret@h:notaport",
        "redis://user:s3cret@h:99999",
        "redis://user:s3cret@h/notanumber",
        "redis://user:s3cret@h/-1",
        "redis://user:s3#cret@h",
        "http://user:s3cret@h",
        "//user:s3cret@h",
        "redis://",
        "redis:h",
        ""
      })
  void anAddressOfAnotherFormIsRefusedWithoutShowingThePassword(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisConfig.parse(uri))
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("s3").doesNotContain("cret");
              }
            });
  }

  @Test
  void theErrorTellsTheForm() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisConfig.parse("http://h"))
        .withMessageContaining("'http'")
        .withMessageContaining("redis://[[user]:password@]host[:port][/database]");
  }

  @Test
  void itsTextHidesThePassword() {
    RedisConfig.Standalone config = RedisConfig.parse("redis://app:s3cret@h");
    assertThat(config.toString()).doesNotContain("s3cret").contains("app");
    assertThat(config.withCredentials(null, "oth3r").toString()).doesNotContain("oth3r");
  }

  @Test
  void aChangedCopyKeepsTheRest() {
    RedisConfig.Standalone config = RedisConfig.parse("rediss://app:s3cret@h:7001/5");
    assertThat(config.withPrefix("p").withPrefix("kronosq")).isEqualTo(config);
    assertThat(config.withCommandTimeout(Duration.ofSeconds(1)).commandTimeout())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(config.withPrefix("p").credentials()).isEqualTo(config.credentials());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a{b", "a}b"})
  void aPrefixThatWouldMoveTheHashTagIsRefused(String prefix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisConfig.parse("redis://h").withPrefix(prefix))
        .withMessageContaining("prefix");
  }

  @Test
  void aCommandTimeoutMustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisConfig.parse("redis://h").withCommandTimeout(Duration.ZERO))
        .withMessageContaining("timeout");
  }
}
