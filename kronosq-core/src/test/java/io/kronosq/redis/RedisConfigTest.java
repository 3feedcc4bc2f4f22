package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kronosq.redis.RedisConfig.Node;
import io.kronosq.redis.RedisConfig.Standalone;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {
  @Test
  void aHostAloneGetsTheDefaults() {
    RedisConfig.Standalone config = Standalone.parse("redis://db.example");
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
    RedisConfig.Standalone config = Standalone.parse("rediss://app:s3cret@db.example:7001/5");
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
    assertThat(Standalone.parse("redis://h/").database()).isZero();
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
        "redis://user:s3cret@h,i",
        "redis://user:s3cret@h?x=s3cret",
        "redis-sentinel://user:s3cret@h",
        "redis-sentinel://user:s3cret@h?master=",
        "redis-sentinel://user:s3cret@h?master=m&x=s3cret",
        "redis-sentinel://user:s3cret@h,?master=m",
        "redis-cluster://user:s3cret@h/1",
        "redis-cluster://user:s3cret@h:1,s3cret:s3cret",
        "redis-other://user:s3cret@h",
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
  void theErrorForAnUnknownSchemeTellsAllForms() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisConfig.parse("http://h"))
        .withMessageContaining("redis-sentinel://")
        .withMessageContaining("redis-cluster://")
        .withMessageContaining("rediss");
  }

  @Test
  void sentinelsAreNamedWithTheMasterThatTheyWatch() {
    RedisConfig.Sentinel config =
        (RedisConfig.Sentinel)
            RedisConfig.parse(
                "redis-sentinel://app:s3cret@a,b:7001,[::1]:7002/3?master=my%20tasks");
    assertThat(config.master()).isEqualTo("my tasks");
    assertThat(config.sentinels().nodes())
        .containsExactly(new Node("a", 26_379), new Node("b", 7_001), new Node("[::1]", 7_002));
    assertThat(config.sentinels().credentials()).isNull();
    assertThat(config.credentials()).isEqualTo(new RedisConfig.Credentials("app", "s3cret"));
    assertThat(config.database()).isEqualTo(3);
    assertThat(config.tls()).isNull();
    assertThat(config.withSentinelCredentials(null, "w4tch").sentinels().credentials())
        .isEqualTo(new RedisConfig.Credentials(null, "w4tch"));
  }

  @Test
  void anEncryptedAddressOfSentinelsIsForMasterAndSentinels() {
    RedisConfig.Sentinel config =
        (RedisConfig.Sentinel) RedisConfig.parse("rediss-sentinel://a?master=m");
    assertThat(config.tls()).isEqualTo(RedisConfig.Tls.PLATFORM);
    assertThat(config.sentinels().tls()).isEqualTo(RedisConfig.Tls.PLATFORM);
  }

  @Test
  void aClusterIsNamedBySomeOfItsNodes() {
    RedisConfig.Cluster config =
        (RedisConfig.Cluster) RedisConfig.parse("rediss-cluster://:s3cret@a,b:7001");
    assertThat(config.nodes()).containsExactly(new Node("a", 6_379), new Node("b", 7_001));
    assertThat(config.credentials()).isEqualTo(new RedisConfig.Credentials(null, "s3cret"));
    assertThat(config.tls()).isEqualTo(RedisConfig.Tls.PLATFORM);
    assertThat(config.place()).isEqualTo("cluster a:6379, b:7001");
  }

  @Test
  void itsTextHidesThePassword() {
    RedisConfig.Standalone config = Standalone.parse("redis://app:s3cret@h");
    assertThat(config.toString()).doesNotContain("s3cret").contains("app");
    assertThat(config.withCredentials(null, "oth3r").toString()).doesNotContain("oth3r");
  }

  @Test
  void aChangedCopyKeepsTheRest() {
    RedisConfig.Standalone config = Standalone.parse("rediss://app:s3cret@h:7001/5");
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
