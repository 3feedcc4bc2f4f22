package io.kronosq.redis;

import io.kronosq.store.JobStore.Portion;
import java.time.Duration;

/**
 * What {@code progress.lua} is told of a portion of a bulk job.
 *
 * @param key where the job's progress is; a key that never exists when there is no job
 * @param from the place before it, empty for the beginning
 * @param to its last place; empty when there is no job
 * @param scanned its entries
 * @param matched its tasks that are meant
 */
record ProgressArgs(byte[] key, String from, String to, int scanned, int matched) {
  /** Longer than any job waits for a runner. */
  private static final Duration KEPT = Duration.ofDays(30);

  static ProgressArgs none(byte[] nothing) {
    return new ProgressArgs(nothing, "", "", 0, 0);
  }

  static ProgressArgs of(byte[] key, Portion portion) {
    String from = portion.from();
    return new ProgressArgs(
        key, from == null ? "" : from, portion.to(), portion.scanned(), portion.matched().size());
  }

  Args addTo(Args args) {
    return args.add(from).add(to).add(scanned).add(matched).add(KEPT.toMillis());
  }
}
