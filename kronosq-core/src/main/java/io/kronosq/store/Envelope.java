package io.kronosq.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The immutable part of a task, as enqueued.
 *
 * @param type the task's type
 * @param payload the payload's bytes
 * @param enqueuedAt by the enqueuing server's clock, with a resolution of 1 ms
 * @param maxRetry retries allowed
 * @param timeout limit of one attempt; zero means none
 * @param deadline no attempt may run after it; null means none
 * @param retention how long the task is kept once completed; zero means not at all
 * @param lock the unique lock that the task holds, or null
 * @param headers as enqueued
 * @param limitKey the key that the task has limits by, or null
 * @param batch whether the payload holds several tasks, see {@link BatchCodec}
 * @param dueAt when the task may start for the first time, by the enqueuing server's clock; null
 *     for at once
 */
public record Envelope(
    String type,
    byte[] payload,
    Instant enqueuedAt,
    int maxRetry,
    Duration timeout,
    @Nullable Instant deadline,
    Duration retention,
    @Nullable UniqueLock lock,
    Map<String, String> headers,
    @Nullable String limitKey,
    boolean batch,
    @Nullable Instant dueAt) {
  /** An envelope of a single task that may start at once. */
  public Envelope(
      String type,
      byte[] payload,
      Instant enqueuedAt,
      int maxRetry,
      Duration timeout,
      @Nullable Instant deadline,
      Duration retention,
      @Nullable UniqueLock lock,
      Map<String, String> headers,
      @Nullable String limitKey) {
    this(
        type,
        payload,
        enqueuedAt,
        maxRetry,
        timeout,
        deadline,
        retention,
        lock,
        headers,
        limitKey,
        false,
        null);
  }

  /** An envelope of a task without a limit key. */
  public Envelope(
      String type,
      byte[] payload,
      Instant enqueuedAt,
      int maxRetry,
      Duration timeout,
      @Nullable Instant deadline,
      Duration retention,
      @Nullable UniqueLock lock,
      Map<String, String> headers) {
    this(type, payload, enqueuedAt, maxRetry, timeout, deadline, retention, lock, headers, null);
  }

  /** Since when the task could have been started, by the enqueuing server's clock. */
  public Instant waitsSince() {
    return dueAt == null ? enqueuedAt : dueAt;
  }
}
