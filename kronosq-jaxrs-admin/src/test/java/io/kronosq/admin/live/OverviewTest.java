package io.kronosq.admin.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.admin.live.Overview.Servers;
import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.ServerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverviewTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static ServerInfo server(Duration silentFor, boolean alive, boolean quiet) {
    return new ServerInfo(
        new ServerReport(
            "s",
            "",
            "host",
            1,
            "1",
            NOW,
            quiet,
            new Concurrency(1, 1, 1, 0),
            Map.of(),
            Map.of(),
            List.of(),
            List.of()),
        NOW.minus(silentFor),
        Map.of(),
        alive);
  }

  @Test
  void aServerThatWasJustStartedIsNotCountedAsGone() {
    ServerInfo starting = server(Duration.ofSeconds(1), false, false);
    assertThat(Servers.of(List.of(starting), NOW)).isEqualTo(new Servers(0, 0, 0));
  }

  @Test
  void aServerWithoutLeaseThatIsSilentIsCountedAsGone() {
    ServerInfo gone = server(Duration.ofSeconds(6), false, true);
    assertThat(Servers.of(List.of(gone), NOW)).isEqualTo(new Servers(0, 1, 0));
  }

  @Test
  void livingServersAreCountedAndTheQuietOnesAmongThem() {
    List<ServerInfo> living =
        List.of(server(Duration.ofSeconds(2), true, false), server(Duration.ZERO, true, true));
    assertThat(Servers.of(living, NOW)).isEqualTo(new Servers(2, 0, 1));
  }
}
