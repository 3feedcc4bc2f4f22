package io.kronosq.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A server as others see it. One that stopped in good order is not told; one that died is, for an
 * hour.
 *
 * @param report what it told last
 * @param seenAt when it told that, by Redis' clock
 * @param leases partitions on which its lease is still there, and when that ends
 * @param alive whether one of its leases has not ended yet
 */
public record ServerInfo(
    ServerReport report, Instant seenAt, Map<String, Instant> leases, boolean alive) {
  /** How long a server that was just started may take from its first report to its first lease. */
  private static final Duration STARTING = Duration.ofSeconds(5);

  /** Copies the map. */
  public ServerInfo {
    leases = Map.copyOf(leases);
  }

  /**
   * Whether it died. One that was just started tells of itself before it has a lease; it is neither
   * alive nor dead.
   *
   * @param now the present, by Redis' clock
   */
  public boolean isDead(Instant now) {
    return !alive && seenAt.plus(STARTING).isBefore(now);
  }
}
