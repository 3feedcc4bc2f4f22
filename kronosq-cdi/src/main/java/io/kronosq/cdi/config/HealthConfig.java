package io.kronosq.cdi.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * When the application counts as ready and alive.
 *
 * @param checks those that take part
 * @param redisSilence how long Redis may leave questions unanswered
 * @param claimSilence how long the workers may make no move
 * @param stuckAfter how long a handler that was given up may go on
 */
public record HealthConfig(
    Set<HealthCheckId> checks, Duration redisSilence, Duration claimSilence, Duration stuckAfter) {
  /** Copies the set. */
  public HealthConfig {
    checks = Set.copyOf(checks);
  }

  static HealthConfig read(ConfigReader reader) {
    Set<HealthCheckId> checks = EnumSet.allOf(HealthCheckId.class);
    checks.removeIf(check -> !reader.required(HealthKeys.enabled(check)));
    Duration claimSilence = reader.required(HealthKeys.CLAIM_SILENCE);
    Duration answered = reader.required(ConfigKeys.REDIS_COMMAND_TIMEOUT).multipliedBy(2);
    return new HealthConfig(
        checks,
        reader.required(HealthKeys.REDIS_SILENCE),
        claimSilence.compareTo(answered) < 0 ? answered : claimSilence,
        reader.required(HealthKeys.STUCK_AFTER));
  }
}
