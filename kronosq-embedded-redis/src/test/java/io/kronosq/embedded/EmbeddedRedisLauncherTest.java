package io.kronosq.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.redis.RedisAddress;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisLauncher;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class EmbeddedRedisLauncherTest {

  @Test
  void embeddedAddressStartsAServerThatEndsWithItsOwner() throws IOException {
    int port;
    try (RedisLauncher.Launched redis = RedisAddress.resolve("embedded:?memory")) {
      assertThat(((RedisConfig.Standalone) redis.config()).host()).isEqualTo("127.0.0.1");
      port = ((RedisConfig.Standalone) redis.config()).port();
      connect(port);
    }
    assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
  }

  private static void connect(int port) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), port).close();
  }
}
