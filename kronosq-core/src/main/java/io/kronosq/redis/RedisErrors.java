package io.kronosq.redis;

import io.kronosq.store.StoreException;
import io.kronosq.store.StoreException.Kind;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.cluster.PartitionSelectorException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Says in our words what a failure of the Redis client means. */
final class RedisErrors {
  /**
   * Codes of refusals that pass by themselves: Redis starts, follows another master, runs a long
   * script, or moves slots.
   */
  private static final List<String> NOT_READY =
      List.of(
          "LOADING",
          "MASTERDOWN",
          "BUSY ",
          "UNBLOCKED",
          "TRYAGAIN",
          "CLUSTERDOWN",
          "MOVED ",
          "ASK ");

  private RedisErrors() {}

  /**
   * The meaning of a failed call.
   *
   * @param failure as the client threw it
   * @param server where Redis is, for the message
   */
  static StoreException of(Throwable failure, String server) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof StoreException known) {
      return known;
    }
    if (cause instanceof RedisCommandExecutionException refused) {
      return refused(refused, server);
    }
    if (cause instanceof PartitionSelectorException || cause instanceof RedisConnectionException) {
      return notConnected(server, cause);
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
    Throwable cause = unwrapped(failure);
    return cause instanceof RedisCommandExecutionException && startsWith(cause, "NOSCRIPT");
  }

  /**
   * Whether a failure says, or may mean, that another node is the master by now. A master that does
   * not answer may have been replaced.
   */
  static boolean isReasonToLookForMaster(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return cause instanceof RedisCommandTimeoutException
        || (cause instanceof RedisCommandExecutionException
            && (contains(cause, "READONLY ")
                || startsWith(cause, "UNBLOCKED")
                || startsWith(cause, "MASTERDOWN")
                || startsWith(cause, "MOVED")
                || startsWith(cause, "CLUSTERDOWN")));
  }

  /**
   * The exception for a failed start that trying again can't mend until the configuration changes;
   * null for other failures.
   */
  static @Nullable StoreException refusal(Throwable failure, String server) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StoreException known && known.kind() == Kind.REFUSED) {
        return known;
      }
    }
    Throwable login = refusedLogin(failure);
    return login == null ? null : refusedLogin(server, login);
  }

  /** Where in a failure Redis refuses who we are. */
  private static @Nullable Throwable refusedLogin(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (startsWith(t, "WRONGPASS")
          || startsWith(t, "NOAUTH")
          || startsWith(t, "NOPERM")
          || isMissingPermissionInScript(t)
          || isWrongLegacyPassword(t)) {
        return t;
      }
      // Of several nodes that were tried, each failure is told beside the first.
      for (Throwable other : t.getSuppressed()) {
        Throwable refused = refusedLogin(other);
        if (refused != null) {
          return refused;
        }
      }
    }
    return null;
  }

  /** Redis 6.2 and 7.0 have no code for it; 7.2 has words of its own. */
  private static boolean isMissingPermissionInScript(Throwable failure) {
    return contains(failure, "The user executing the script can't")
        || contains(failure, "ACL failure in script");
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
    if (isNotReady(failure)) {
      return new StoreException(
          Kind.NOT_CONNECTED,
          "Redis at " + server + " is not ready yet: " + failure.getMessage(),
          failure);
    }
    if (refusedLogin(failure) != null) {
      return refusedLogin(server, failure);
    }
    return new StoreException(
        Kind.REFUSED, "Redis at " + server + " refused the call: " + failure.getMessage(), failure);
  }

  /** Whether the call was refused for now, before it changed anything. */
  private static boolean isNotReady(RedisCommandExecutionException failure) {
    return NOT_READY.stream().anyMatch(code -> startsWith(failure, code))
        // In scripts older servers tell these behind words of their own; the first write failed.
        || contains(failure, "READONLY ")
        || contains(failure, "NOREPLICAS ");
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static StoreException refusedLogin(String server, Throwable failure) {
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
    for (Throwable next = failure; next != null; next = reason(root)) {
      root = next;
    }
    return String.valueOf(root.getMessage());
  }

  /** Where several nodes were tried in vain, the failure of the first says more than the sum. */
  private static @Nullable Throwable reason(Throwable failure) {
    Throwable[] others = failure.getSuppressed();
    return failure.getCause() != null || others.length == 0 ? failure.getCause() : others[0];
  }

  private static boolean startsWith(Throwable failure, String code) {
    return failure.getMessage() != null && failure.getMessage().startsWith(code);
  }

  private static boolean contains(Throwable failure, String code) {
    return failure.getMessage() != null && failure.getMessage().contains(code);
  }
}
