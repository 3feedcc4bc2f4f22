package io.kronosq.inspect;

import java.util.Map;

/**
 * Something about a Redis server, or a cluster, that endangers tasks.
 *
 * @param kind what it is
 * @param address the server's; empty for a single server, and for a cluster
 * @param message what is wrong, with its figures; for people
 * @param remedy what to do about it; for people
 * @param data the same figures and names by themselves
 */
public record RedisDanger(
    Kind kind, String address, String message, String remedy, Map<String, String> data) {
  /** Copies the map. */
  public RedisDanger {
    data = Map.copyOf(data);
  }

  /** What endangers tasks. */
  public enum Kind {
    /** A version before the oldest that is supported. */
    VERSION_OLD(true),
    /** A replica, which takes no tasks. */
    REPLICA(true),
    /** Keys are evicted when memory is short. */
    EVICTION(true),
    /** The memory limit is near. */
    MEMORY_LOW(true),
    /** Nothing is kept on disk. */
    NOT_PERSISTENT(false),
    /** The disk can't be written. */
    PERSISTENCE_FAILING(true),
    /** A replica does not follow. */
    REPLICA_DOWN(false),
    /** The cluster does not serve all slots. */
    CLUSTER_SLOTS(true);

    private final boolean acute;

    Kind(boolean acute) {
      this.acute = acute;
    }

    /** Whether tasks are lost or refused already, or soon; else only if something else happens. */
    public boolean isAcute() {
      return acute;
    }
  }
}
