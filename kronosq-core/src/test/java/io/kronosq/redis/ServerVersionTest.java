package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.store.StoreException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerVersionTest {
  private static ServerVersion version(String number) {
    return ServerVersion.of(Map.of("redis_version", number));
  }

  @Test
  void anythingOlderThanSixPointTwoIsRefused() {
    for (String old : new String[] {"5.0.14.1", "6.0.16", "2.8.9"}) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> version(old).require("h:6379"))
          .withMessageContaining("Redis " + old)
          .withMessageContaining("6.2")
          .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.REFUSED));
    }
    assertThat(version("6.2.0").require("h:6379").name()).isEqualTo("Redis 6.2.0");
  }

  @Test
  void syncedWritesAreToldFromSevenPointTwoOn() {
    assertThat(version("7.0.15").hasWaitAof()).isFalse();
    assertThat(version("7.2.0").hasWaitAof()).isTrue();
    assertThat(version("10.0.1").hasWaitAof()).isTrue();
  }

  @Test
  void valkeyIsTakenForTheRedisItIsCompatibleWith() {
    ServerVersion valkey =
        ServerVersion.of(
            Map.of("redis_version", "7.2.4", "server_name", "valkey", "valkey_version", "8.1.0"));
    assertThat(valkey.require("h:6379").name()).isEqualTo("Valkey 8.1.0");
    assertThat(valkey.hasWaitAof()).isTrue();
  }

  @Test
  void aServerThatDoesNotTellIsTakenForNewEnough() {
    assertThat(ServerVersion.of(Map.of()).require("h:6379").hasWaitAof()).isTrue();
  }
}
