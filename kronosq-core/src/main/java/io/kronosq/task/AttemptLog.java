package io.kronosq.task;

import java.util.ArrayList;
import java.util.List;

/**
 * What a task has been through. Tasks that never failed have none stored.
 *
 * @param retried retries spent
 * @param crashes servers that died while they held the task
 * @param attempts the latest attempts that did not succeed, oldest first
 */
public record AttemptLog(int retried, int crashes, List<Attempt> attempts) {
  /** Of a task that never failed. */
  public static final AttemptLog NONE = new AttemptLog(0, 0, List.of());

  /** Copies the list. */
  public AttemptLog {
    attempts = List.copyOf(attempts);
  }

  /**
   * This log with one attempt more.
   *
   * @param attempt how it ended
   * @param spendsRetry whether it counts against {@link EnqueueOption#maxRetry}
   * @param limit how many attempts are kept, 1 or more
   */
  public AttemptLog with(Attempt attempt, boolean spendsRetry, int limit) {
    List<Attempt> kept = new ArrayList<>(attempts);
    kept.add(attempt);
    int surplus = kept.size() - limit;
    return new AttemptLog(
        retried + (spendsRetry ? 1 : 0),
        crashes,
        surplus > 0 ? kept.subList(surplus, kept.size()) : kept);
  }
}
