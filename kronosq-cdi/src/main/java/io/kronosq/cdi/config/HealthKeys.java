package io.kronosq.cdi.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** The keys of health checks. */
final class HealthKeys {
  static final String PREFIX = ConfigKeys.PREFIX + "health.";

  static final ConfigKey<Duration> REDIS_SILENCE =
      ConfigKey.of(
          PREFIX + "redis-silence",
          ValueType.duration(Duration.ofSeconds(3)),
          "5s",
          "How long Redis may leave questions unanswered before the application is not ready. It is"
              + " asked every 2 s.");

  static final ConfigKey<Duration> CLAIM_SILENCE =
      ConfigKey.of(
          PREFIX + "claim-silence",
          ValueType.duration(Duration.ofSeconds(5)),
          "30s",
          "How long the workers may make no move towards their next claim before the application"
              + " counts as dead. Twice `kronosq.redis.command-timeout` at least, whatever is set.");

  static final ConfigKey<Duration> STUCK_AFTER =
      ConfigKey.of(
          PREFIX + "stuck-after",
          ValueType.duration(Duration.ZERO),
          "5s",
          "How long a handler that ignores its cancellation may go on, after its slot was given to"
              + " others (see `kronosq.stuck-after`), before the application counts as dead.");

  private HealthKeys() {}

  /** Whether a check takes part. */
  static ConfigKey<Boolean> enabled(HealthCheckId check) {
    return ConfigKey.of(
        PREFIX + check.text() + ".enabled",
        ValueType.bool(),
        "true",
        "`false` keeps the check `" + check.fullName() + "` green, whatever it would find.");
  }

  /** All, in the order in which they are documented. */
  static Stream<ConfigKey<?>> all() {
    return Stream.concat(
        Stream.of(REDIS_SILENCE, CLAIM_SILENCE, STUCK_AFTER),
        Arrays.stream(HealthCheckId.values()).map(HealthKeys::enabled));
  }
}
