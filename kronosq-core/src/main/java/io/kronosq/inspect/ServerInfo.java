package io.kronosq.inspect;

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
  /** Copies the map. */
  public ServerInfo {
    leases = Map.copyOf(leases);
  }
}
