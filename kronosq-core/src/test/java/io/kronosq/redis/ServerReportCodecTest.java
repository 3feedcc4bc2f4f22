package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.ServerReport;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerReportCodecTest {
  private static ServerReport report(List<String> types) {
    return new ServerReport(
        "id",
        "name",
        "host",
        17,
        "0.1.0",
        Instant.ofEpochMilli(1_700_000_000_000L),
        true,
        new Concurrency(1, 4, 2, 1),
        Map.of("mail", 3),
        Map.of("mail", "lease"),
        types,
        List.of());
  }

  @Test
  void whatWasWrittenIsRead() {
    ServerReport report = report(List.of("mail", "import:*"));
    assertThat(ServerReportCodec.decode(ServerReportCodec.encode(report))).isEqualTo(report);
  }

  @Test
  void aReportOfAServerThatDoesNotTellItsTypesIsRead() {
    byte[] written = ServerReportCodec.encode(report(List.of()));
    byte[] earlier = Arrays.copyOf(written, written.length - 1);
    // An array of one part less.
    earlier[0]--;
    assertThat(ServerReportCodec.decode(earlier)).isEqualTo(report(List.of()));
  }
}
