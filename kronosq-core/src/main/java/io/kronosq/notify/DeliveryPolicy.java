package io.kronosq.notify;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/** Decides what follows from a reply. */
final class DeliveryPolicy {
  /** After that many attempts a message is dropped; about a quarter of an hour. */
  static final int MAX_ATTEMPTS = 12;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  /** A service that asks for more is taken for broken. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private final DoubleSupplier random;

  /** What follows from a reply. */
  sealed interface Decision {
    /** The message has arrived. */
    record Delivered() implements Decision {}

    /**
     * The message is to be sent again.
     *
     * @param delay before that
     * @param why it did not arrive
     */
    record Again(Duration delay, String why) implements Decision {}

    /**
     * The message will never arrive.
     *
     * @param status of HTTP
     */
    record Refused(int status) implements Decision {}
  }

  /**
   * @param random 0 to 1, for jitter
   */
  DeliveryPolicy(DoubleSupplier random) {
    this.random = random;
  }

  /**
   * @param reply to the latest attempt
   * @param attempts so far, 1 or more
   */
  Decision decide(Reply reply, int attempts) {
    if (reply instanceof Reply.Unreachable unreachable) {
      return again(attempts, OptionalLong.empty(), unreachable.why());
    }
    Reply.Answered answered = (Reply.Answered) reply;
    int status = answered.status();
    if (status >= 200 && status < 300) {
      return new Decision.Delivered();
    }
    if (status == 408 || status == 429 || status >= 500) {
      return again(attempts, answered.retryAfterMillis(), "HTTP " + status);
    }
    return new Decision.Refused(status);
  }

  private Decision again(int attempts, OptionalLong retryAfterMillis, String why) {
    long doubled = FIRST_WAIT.toMillis() << Math.min(attempts - 1, 20);
    long backOff = Math.min(doubled, LONGEST_WAIT.toMillis());
    long asked = Math.min(retryAfterMillis.orElse(0), LONGEST_RETRY_AFTER.toMillis());
    long wait = asked > 0 ? asked : backOff / 2;
    // Never sooner than was asked for.
    long jitter = (long) (backOff * 0.5 * random.getAsDouble());
    return new Decision.Again(Duration.ofMillis(wait + jitter), why);
  }
}
