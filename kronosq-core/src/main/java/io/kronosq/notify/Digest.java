package io.kronosq.notify;

import java.util.List;

/**
 * What one message tells.
 *
 * @param kind why it is told
 * @param groups the most frequent first; empty when it is quiet again
 */
record Digest(Kind kind, List<GroupCount> groups) {
  /** Why a message is told. */
  enum Kind {
    /** A group has begun to fail. */
    ALERT,
    /** What was gathered in a quiet time. */
    SUMMARY,
    /** Nothing happened in a quiet time. */
    QUIET
  }

  static final Digest QUIET_AGAIN = new Digest(Kind.QUIET, List.of());

  long count() {
    return groups.stream().mapToLong(GroupCount::count).sum();
  }
}
