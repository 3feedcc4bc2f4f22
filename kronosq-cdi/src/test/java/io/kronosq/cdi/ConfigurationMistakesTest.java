package io.kronosq.cdi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationMistakesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kronosq.enabled | yes please | it must be true or false; the default is true
          kronosq.redis.prefix | {a} | it must be text without braces; the default is kronosq
          kronosq.redis.trusted-certificates | /no/such/file | it must be the path of a file that can be read
          kronosq.redis.command-timeout | 5 | at least 1ms, such as 500ms, 30s, 5m, 2h, 90d or PT30S; the default is 5s
          kronosq.queues | critical=0 | it must be queue names with weights of 1 or more
          kronosq.queues | a=1,a=2 | it must be queue names with weights of 1 or more
          kronosq.queues | a b | it must be queue names with weights of 1 or more
          kronosq.queues | a=much | it must be queue names with weights of 1 or more
          kronosq.queues.strict | 1 | it must be true or false; the default is false
          kronosq.concurrency | 0 | it must be a whole number from 1 to 1000
          kronosq.concurrency | 1001 | it must be a whole number from 1 to 1000
          kronosq.queues.default.concurrency | 0 | it must be a whole number from 1 to 1000
          kronosq.concurrency | many | it must be a whole number from 1 to 1000
          kronosq.lease | 999ms | it must be a duration of at least 1s
          kronosq.grace-period | -1s | it must be a duration of at least 0s
          kronosq.stuck-after | x | it must be a duration of at least 0s
          kronosq.max-crashes | 0 | it must be a whole number from 1 to 1000; the default is 3
          kronosq.unknown-type-delay | 0s | it must be a duration of at least 1ms
          kronosq.history.limit | 0 | it must be a whole number from 1 to 1000; the default is 10
          kronosq.archive.max-count | 0 | it must be a whole number from 1 to
          kronosq.archive.max-age | 0s | it must be a duration of at least 1ms
          kronosq.archive.max-age | P1000000D | it must be a duration of at least 1ms
          kronosq.events.buffer | 0 | it must be a whole number from 1 to
          kronosq.enqueue.timeout | 0ms | it must be a duration of at least 1ms
          kronosq.payload.max-bytes | 8 MiB | it must be a whole number from 1 to 536870912
          """)
  void wrongValueFailsTheDeployment(String key, String value, String allowed) {
    assertThatThrownBy(() -> start(key, value))
        .hasMessageContaining("Kronosq found 1 deployment mistake:")
        .hasMessageContaining("1. KRONOSQ0062: " + key + "=" + value + " is not allowed: ")
        .hasMessageContaining(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "http://:geheim@127.0.0.1",
    "redis://:geheim@127.0.0.1/geheim|x",
    "redis://:geheim@127.0.0.1:700000",
    "geheim@127.0.0.1"
  })
  void wrongAddressIsNeverShown(String address) {
    assertThatThrownBy(() -> start("kronosq.redis.uri", address))
        .hasMessageContaining(
            "1. KRONOSQ0062: kronosq.redis.uri (its value is not shown) is not allowed: ")
        .hasMessageContaining("it must be redis://[[user]:password@]host[:port][/database]")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void userWithoutPassword() {
    assertThatThrownBy(() -> start("kronosq.redis.username", "worker"))
        .hasMessageContaining(
            "KRONOSQ0065: kronosq.redis.username=worker has no password: set kronosq.redis.password");
  }

  @Test
  void trustedCertificatesWithoutEncryption(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("ca.pem"));
    assertThatThrownBy(() -> start("kronosq.redis.trusted-certificates", file.toString()))
        .hasMessageContaining(
            "KRONOSQ0067: kronosq.redis.trusted-certificates is set, but the connection is not encrypted");
  }

  @Test
  void expressionThatLeadsNowhere() {
    assertThatThrownBy(() -> start("kronosq.lease", "${nothing.there}"))
        .hasMessageContaining("1. KRONOSQ0064: kronosq.lease ");
  }

  private static void start(String key, String value) {
    Application.of().with(key, value).start().close();
  }
}
