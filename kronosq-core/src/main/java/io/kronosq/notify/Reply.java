package io.kronosq.notify;

import java.util.OptionalLong;

/** What became of a request. */
sealed interface Reply {
  /**
   * The service answered.
   *
   * @param status of HTTP
   * @param retryAfterMillis how long it asks to wait
   * @param excerpt the beginning of what it says
   */
  record Answered(int status, OptionalLong retryAfterMillis, String excerpt) implements Reply {}

  /**
   * There was no answer.
   *
   * @param why without addresses
   */
  record Unreachable(String why) implements Reply {}
}
