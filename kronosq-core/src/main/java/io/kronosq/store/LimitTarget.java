package io.kronosq.store;

/** What limits are for. */
public sealed interface LimitTarget {
  /**
   * All tasks of the queue together.
   *
   * @param configured whether this is what servers bring along, which holds unless something else
   *     was set at run time
   */
  record Queue(boolean configured) implements LimitTarget {}

  /**
   * The tasks of each key that has no limits of its own.
   *
   * @param configured whether this is what servers bring along, which holds unless something else
   *     was set at run time
   */
  record EachKey(boolean configured) implements LimitTarget {}

  /**
   * The tasks of one key.
   *
   * @param key the key
   */
  record Key(String key) implements LimitTarget {}
}
