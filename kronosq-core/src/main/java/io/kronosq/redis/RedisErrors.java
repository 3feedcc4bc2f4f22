package io.kronosq.redis;

import io.kronosq.store.StoreException;
import io.kronosq.store.StoreException.Kind;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Says in our words what a failure of the Redis client means. */
final class RedisErrors {
  private RedisErrors() {}

  /**
   * The meaning of a failed call.
   *
   * @param failure as the client threw it
   * @param server where Redis is, for the message
   */
  static StoreException of(Throwable failure, String server) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof StoreException known) {
      return known;
    }
    if (cause instanceof RedisCommandExecutionException refused) {
      return refused(refused, server);
    }
    if (cause instanceof RedisCommandTimeoutException) {
      return new StoreException(
          Kind.UNANSWERED,
          "Redis at " + server + " did not answer in time: " + cause.getMessage(),
          cause);
    }
    String message = String.valueOf(cause.getMessage());
    if (message.contains("Commands are rejected") || message.contains("Connection is closed")) {
      return notConnected(server, cause);
    }
    return new StoreException(
        Kind.UNANSWERED,
        "The connection to Redis at " + server + " broke before it answered: " + message,
        cause);
  }

  static StoreException notConnected(String server, @Nullable Throwable cause) {
    return new StoreException(
        Kind.NOT_CONNECTED,
        "There is no connection to Redis at "
            + server
            + "; it is tried again by itself"
            + (cause == null ? "" : ". Last failure: " + rootMessage(cause)),
        cause);
  }

  /** Whether the script has to be loaded before the call can succeed. */
  static boolean isMissingScript(Throwable failure) {
    return failure instanceof RedisCommandExecutionException && startsWith(failure, "NOSCRIPT");
  }

  /**
   * Whether Redis refuses who we are, so that trying again is useless until the configuration
   * changes.
   */
  static boolean isRefusedLogin(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (startsWith(t, "WRONGPASS")
          || startsWith(t, "NOAUTH")
          || startsWith(t, "NOPERM")
          || isWrongLegacyPassword(t)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWrongLegacyPassword(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.startsWith("err auth") || message.startsWith("err invalid password");
  }

  private static StoreException refused(RedisCommandExecutionException failure, String server) {
    if (contains(failure, "OOM ")) {
      return new StoreException(
          Kind.FULL,
          "Redis at "
              + server
              + " has reached its maxmemory and takes no more tasks; raise maxmemory, or let the workers catch up",
          failure);
    }
    if (startsWith(failure, "LOADING")
        || startsWith(failure, "MASTERDOWN")
        || startsWith(failure, "BUSY ")) {
      return new StoreException(
          Kind.NOT_CONNECTED,
          "Redis at " + server + " is not ready yet: " + failure.getMessage(),
          failure);
    }
    if (isRefusedLogin(failure)) {
      return refusedLogin(server, failure);
    }
    return new StoreException(
        Kind.REFUSED, "Redis at " + server + " refused the call: " + failure.getMessage(), failure);
  }

  static StoreException refusedLogin(String server, Throwable failure) {
    return new StoreException(
        Kind.REFUSED,
        "Redis at "
            + server
            + " refused the login or a permission; check user, password and ACL of the Redis address. Redis says: "
            + rootMessage(failure),
        failure);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static boolean startsWith(Throwable failure, String code) {
    return failure.getMessage() != null && failure.getMessage().startsWith(code);
  }

  private static boolean contains(Throwable failure, String code) {
    return failure.getMessage() != null && failure.getMessage().contains(code);
  }
}
