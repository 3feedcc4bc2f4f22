package io.kronosq.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a server tells of itself every few seconds.
 *
 * @param id the server's identity, new with each start
 * @param name what its builder called it; empty unless set
 * @param host the machine's name
 * @param pid the process id
 * @param version Kronosq's version
 * @param startedAt by the server's clock
 * @param quiet whether it takes no more tasks
 * @param concurrency how many handlers it runs at a time, and how many it may
 * @param weights the queues that it serves, and their weights
 * @param leases the partitions of those queues, and the identity under which it holds each; tasks
 *     tell that identity
 * @param types the task types that it has handlers for, and the prefixes, which end with {@code *};
 *     at most {@value #MAX_TYPES}, and none of a server of an earlier version
 * @param running its handlers at work, the oldest first; at most {@value #MAX_RUNNING}
 */
public record ServerReport(
    String id,
    String name,
    String host,
    long pid,
    String version,
    Instant startedAt,
    boolean quiet,
    Concurrency concurrency,
    Map<String, Integer> weights,
    Map<String, String> leases,
    List<String> types,
    List<RunningTask> running) {
  /** Most task types that are told. */
  public static final int MAX_TYPES = 500;

  /** Most running tasks that are told. */
  public static final int MAX_RUNNING = 100;

  /** Copies the collections. */
  public ServerReport {
    weights = Map.copyOf(weights);
    leases = Map.copyOf(leases);
    types = List.copyOf(types);
    running = List.copyOf(running);
  }
}
