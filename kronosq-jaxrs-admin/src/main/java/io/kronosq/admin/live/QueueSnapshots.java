package io.kronosq.admin.live;

import io.kronosq.Inspector;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.store.StoreException;
import io.kronosq.task.QueueInfo;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all browsers see of queues and servers. Redis is asked once for all of them, and not while
 * none asks. Safe for use by many threads.
 */
public final class QueueSnapshots {
  private static final Duration QUEUES_FRESH_FOR = Duration.ofSeconds(2);

  /** They tell of themselves every few seconds. */
  private static final Duration SERVERS_FRESH_FOR = Duration.ofSeconds(4);

  private final Inspector inspector;
  private final TimeSource time;
  private final Shared<List<ServerInfo>> servers;
  private final Shared<QueueSnapshot> queues;

  QueueSnapshots(Inspector inspector, TimeSource time) {
    this.inspector = inspector;
    this.time = time;
    servers = new Shared<>(SERVERS_FRESH_FOR, time, inspector::servers);
    queues = new Shared<>(QUEUES_FRESH_FOR, time, this::read);
  }

  private QueueSnapshot read() {
    List<QueueInfo> infos = inspector.queues();
    return new QueueSnapshot(time.now(), infos, serving(servers.get()));
  }

  private static Map<String, Integer> serving(List<ServerInfo> servers) {
    Map<String, Integer> serving = new HashMap<>();
    servers.stream()
        .filter(ServerInfo::alive)
        .flatMap(server -> server.report().weights().keySet().stream())
        .forEach(queue -> serving.merge(queue, 1, Integer::sum));
    return serving;
  }

  /**
   * The queues at a moment of the last two seconds; of a longer time where reading them takes more
   * than half a second.
   *
   * @throws StoreException when the store can't be asked
   */
  public QueueSnapshot latest() {
    return queues.get();
  }

  /**
   * A page of the queues.
   *
   * @param listing which, in which order
   * @throws StoreException when the store can't be asked
   */
  public QueuePage page(QueueListing listing) {
    return listing.page(latest());
  }

  /**
   * All servers, by host, name and start, as they told it in the last few seconds.
   *
   * @throws StoreException when the store can't be asked
   */
  public List<ServerInfo> servers() {
    return servers.get();
  }

  /** Has the next who ask see what was just changed. */
  public void outdated() {
    servers.outdated();
    queues.outdated();
  }
}
