package io.kronosq.admin.live;

import io.kronosq.task.QueueInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All queues at one moment.
 *
 * @param at when they were read, by this server's clock
 * @param queues by name
 * @param servers how many living servers serve each queue, by its name; queues that none serves are
 *     missing
 */
public record QueueSnapshot(Instant at, List<QueueInfo> queues, Map<String, Integer> servers) {
  /** Copies the collections. */
  public QueueSnapshot {
    queues = List.copyOf(queues);
    servers = Map.copyOf(servers);
  }

  /**
   * How many living servers serve a queue.
   *
   * @param queue the queue's name
   */
  public int serversOf(String queue) {
    return servers.getOrDefault(queue, 0);
  }
}
