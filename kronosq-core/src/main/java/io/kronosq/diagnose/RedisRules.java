package io.kronosq.diagnose;

import static io.kronosq.diagnose.FindingCode.CLOCK_SKEW;
import static io.kronosq.diagnose.FindingCode.REDIS_LATENCY;

import io.kronosq.inspect.RedisDanger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What may be wrong with Redis itself. */
final class RedisRules {
  static final Duration SLOW = Duration.ofMillis(50);
  static final Duration SKEWED = Duration.ofSeconds(5);

  private RedisRules() {}

  static List<Finding> of(Look look) {
    List<Finding> findings = new ArrayList<>();
    look.redis().dangers().forEach(danger -> findings.add(finding(danger)));
    clocks(look, findings);
    return findings;
  }

  private static Finding finding(RedisDanger danger) {
    return redis(
        code(danger.kind()), danger.address(), danger.message(), danger.remedy(), danger.data());
  }

  private static FindingCode code(RedisDanger.Kind kind) {
    return switch (kind) {
      case VERSION_OLD -> FindingCode.REDIS_VERSION_OLD;
      case REPLICA -> FindingCode.REDIS_REPLICA;
      case EVICTION -> FindingCode.REDIS_EVICTION;
      case MEMORY_LOW -> FindingCode.REDIS_MEMORY_LOW;
      case NOT_PERSISTENT -> FindingCode.REDIS_NOT_PERSISTENT;
      case PERSISTENCE_FAILING -> FindingCode.REDIS_PERSISTENCE_FAILING;
      case REPLICA_DOWN -> FindingCode.REDIS_REPLICA_DOWN;
      case CLUSTER_SLOTS -> FindingCode.CLUSTER_SLOTS;
    };
  }

  private static void clocks(Look look, List<Finding> findings) {
    if (look.roundTrip().compareTo(SLOW) > 0) {
      findings.add(
          redis(
              REDIS_LATENCY,
              "",
              "An answer of Redis took " + look.roundTrip().toMillis() + " ms",
              "Look for slow commands (SLOWLOG GET), a swapping machine, or a long way between",
              Map.of("ms", Long.toString(look.roundTrip().toMillis()))));
    }
    if (look.skew().abs().compareTo(SKEWED) > 0) {
      findings.add(
          redis(
              CLOCK_SKEW,
              "",
              "This machine's clock is "
                  + look.skew().abs().toSeconds()
                  + " s "
                  + (look.skew().isNegative() ? "behind" : "ahead of")
                  + " Redis'",
              "Synchronise the clocks of the machines (NTP). Due times and leases go by Redis'"
                  + " clock; what is told of enqueue times goes by those of the applications",
              Map.of("ms", Long.toString(look.skew().toMillis()))));
    }
  }

  private static Finding redis(
      FindingCode code, String address, String message, String remedy, Map<String, String> data) {
    return new Finding(code, SubjectKind.REDIS, address, message, remedy, data);
  }
}
