package io.kronosq.admin.live;

import jakarta.json.bind.Jsonb;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How it is at one moment, in words.
 *
 * @param stats the overview; null when Redis can't be asked
 * @param findings what needs attention
 * @param findingsText the same in words; null when Redis can't be asked
 * @param redis whether Redis can be asked, in words
 */
record Look(
    @Nullable Message stats,
    List<Finding> findings,
    @Nullable Message findingsText,
    Message redis) {
  static Look at(Overview overview, Jsonb json) {
    List<Finding> findings = overview.findings() == null ? List.of() : overview.findings();
    return new Look(
        new Message("stats", null, json.toJson(overview.withoutFindings())),
        findings,
        new Message(
            "findings", null, json.toJson(Map.of("at", overview.at(), "findings", findings))),
        redis(overview.at(), true, json));
  }

  /** Redis can't be asked. */
  static Look away(Instant at, Jsonb json) {
    return new Look(null, List.of(), null, redis(at, false, json));
  }

  private static Message redis(Instant at, boolean available, Jsonb json) {
    return new Message("redis", null, json.toJson(Map.of("at", at, "available", available)));
  }
}
