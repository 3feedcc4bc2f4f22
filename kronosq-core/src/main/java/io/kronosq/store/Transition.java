package io.kronosq.store;

import io.kronosq.task.AttemptLog;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Every way out of the active state, on one screen. Each takes effect only while the task still
 * stands in the active set of the server that asks for it.
 */
public sealed interface Transition {
  /** The task's id. */
  String id();

  /** Active → gone: it succeeded and is not kept. */
  record Acknowledge(String id, @Nullable UniqueLock releases) implements Transition {}

  /** Active → completed: it succeeded and is kept, with its result, for its retention. */
  record Retain(String id, @Nullable UniqueLock releases, byte[] result, Duration retention)
      implements Transition {}

  /**
   * Active → retry: it failed and gets another attempt after a delay by Redis' clock. Of a batch of
   * which only a part failed, the envelope that is left takes the place of the old one.
   */
  record Retry(String id, Duration delay, AttemptLog log, byte @Nullable [] left)
      implements Transition {
    /** Of the whole task. */
    public Retry(String id, Duration delay, AttemptLog log) {
      this(id, delay, log, null);
    }
  }

  /** Active → archived: it failed for good; of a batch, what is left as for {@link Retry}. */
  record Archive(
      String id,
      @Nullable UniqueLock releases,
      AttemptLog log,
      ArchiveLimits limits,
      byte @Nullable [] left)
      implements Transition {
    /** The whole task. */
    public Archive(String id, @Nullable UniqueLock releases, AttemptLog log, ArchiveLimits limits) {
      this(id, releases, log, limits, null);
    }
  }

  /** Active → scheduled: this server can't process it, another one may. */
  record Postpone(String id, Duration delay) implements Transition {}

  /** Active → head of pending: it was not processed, and another server may take it at once. */
  record Return(String id) implements Transition {}
}
