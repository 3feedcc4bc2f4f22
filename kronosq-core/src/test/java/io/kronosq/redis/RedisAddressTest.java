package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RedisAddressTest {
  @Test
  void anAddressOfARunningRedisIsReadOnly() {
    try (RedisLauncher.Launched redis = RedisAddress.resolve("redis://h:7001/2")) {
      assertThat(redis.config()).isEqualTo(RedisConfig.parse("redis://h:7001/2"));
    }
  }

  @Test
  void anUnknownSchemeIsRefusedWithTheRemedy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisAddress.resolve("embedded:"))
        .withMessageContaining("'embedded'")
        .withMessageContaining("kronosq-embedded-redis");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisAddress.resolve("nonsense"))
        .withMessageContaining("redis://host:port");
  }
}
