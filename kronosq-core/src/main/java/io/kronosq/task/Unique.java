package io.kronosq.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second task of the same kind out of a queue: by type, by type and payload, or by a key of
 * the caller's. The lock is held by the first task until it is released or its time to live is
 * over. A second one is refused, unless it may take the place of the first while that waits: see
 * {@link #replacing} and {@link #debouncing}.
 *
 * @param scope what makes two tasks the same
 * @param key the caller's key; null unless the scope is {@link Scope#KEY}
 * @param ttl how long the lock holds at most, at least 1 ms
 * @param release when the lock goes before its time is over
 * @param whenTaken what becomes of a task that finds the lock taken
 */
public record Unique(
    Scope scope, @Nullable String key, Duration ttl, Release release, WhenTaken whenTaken) {
  /** What makes two tasks of a queue the same. */
  public enum Scope {
    /** The same type. */
    TYPE,
    /** The same type and the same payload bytes. */
    TYPE_AND_PAYLOAD,
    /** The same key, whatever the type. */
    KEY
  }

  /** When the lock goes before its time to live is over. */
  public enum Release {
    /** When the task succeeded. An archived task keeps its lock. */
    ON_SUCCESS,
    /** When the task succeeded or was archived. */
    ON_FINISH,
    /** Never before: at most one task in the time to live. */
    ON_EXPIRY
  }

  /** Checks the parts. */
  public Unique {
    requireNonNull(scope, "scope");
    requireNonNull(release, "release");
    requireNonNull(whenTaken, "whenTaken");
    if (ttl.toMillis() < 1) {
      throw new IllegalArgumentException(
          "The time to live of a unique lock must be at least 1 ms, not " + ttl);
    }
    if ((scope == Scope.KEY) == (key == null || key.isEmpty())) {
      throw new IllegalArgumentException("A unique key is needed for, and only for, the scope KEY");
    }
  }

  /**
   * A lock that refuses a second task.
   *
   * @param scope what makes two tasks the same
   * @param key the caller's key; null unless the scope is {@link Scope#KEY}
   * @param ttl how long the lock holds at most, at least 1 ms
   * @param release when the lock goes before its time is over
   */
  public Unique(Scope scope, @Nullable String key, Duration ttl, Release release) {
    this(scope, key, ttl, release, WhenTaken.REFUSE);
  }

  /**
   * One task of this type at a time, released on finish.
   *
   * @param ttl how long the lock holds at most
   */
  public static Unique byType(Duration ttl) {
    return new Unique(Scope.TYPE, null, ttl, Release.ON_FINISH);
  }

  /**
   * One task of this type and payload at a time, released on finish.
   *
   * @param ttl how long the lock holds at most
   */
  public static Unique byTypeAndPayload(Duration ttl) {
    return new Unique(Scope.TYPE_AND_PAYLOAD, null, ttl, Release.ON_FINISH);
  }

  /**
   * One task of this key at a time, released on finish.
   *
   * @param key not empty
   * @param ttl how long the lock holds at most
   */
  public static Unique byKey(String key, Duration ttl) {
    return new Unique(Scope.KEY, key, ttl, Release.ON_FINISH);
  }

  /**
   * The same lock with another rule of release.
   *
   * @param rule when the lock goes
   */
  public Unique releasing(Release rule) {
    return new Unique(scope, key, ttl, rule, whenTaken);
  }

  /**
   * The same lock, but a second task replaces the first one while that waits: the waiting task gets
   * its type, payload, headers and other options, and keeps its id and its place. A task that is
   * active, archived or completed is not replaced; it refuses the second one as before.
   */
  public Unique replacing() {
    return new Unique(scope, key, ttl, release, new WhenTaken.Replace());
  }

  /**
   * The same lock, but a second task replaces the first one as with {@link #replacing}, and puts it
   * off: it starts {@link EnqueueOption#delay} after the last enqueue. Every enqueue needs a delay
   * then, no longer than the lock holds.
   */
  public Unique debouncing() {
    return new Unique(scope, key, ttl, release, new WhenTaken.Debounce(null));
  }

  /**
   * As {@link #debouncing()}, but a task is not put off for ever.
   *
   * @param maxWait after this long from its first enqueue it is due in any case; no shorter than
   *     the delay
   */
  public Unique debouncing(Duration maxWait) {
    return new Unique(scope, key, ttl, release, new WhenTaken.Debounce(maxWait));
  }
}
