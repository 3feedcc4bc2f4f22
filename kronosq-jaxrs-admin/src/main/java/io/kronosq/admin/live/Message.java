package io.kronosq.admin.live;

import org.jspecify.annotations.Nullable;

/**
 * What a browser is sent at a time.
 *
 * @param name the event's name; empty for a comment, which only keeps the connection
 * @param id where a browser resumes after it; null for what is not resumed
 * @param data one line
 */
record Message(String name, @Nullable String id, String data) {
  static final Message HEARTBEAT = new Message("", null, "");

  /** Bytes that it takes about while it waits. */
  int size() {
    return 64 + 2 * data.length();
  }
}
