package io.kronosq.client;

import io.kronosq.store.Layout;
import io.kronosq.store.QueueLayouts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a queue as its layouts have them, and who goes where: a task with an ordering
 * key, a unique lock or a chosen id to the partition of that, any other one to where the fewest
 * went. On the loop only.
 */
final class Routes {
  private final QueueLayouts layouts;
  private final List<Route> all;
  private final Map<String, Route> byPartition = new HashMap<>();

  /**
   * Where equal ones are looked through from, so that short-lived processes don't all begin alike.
   */
  private final int first;

  Routes(QueueLayouts layouts) {
    this.layouts = layouts;
    Layout current = layouts.current();
    all =
        current.partitions().stream()
            .map(partition -> new Route(partition, current.idSuffix(partition)))
            .toList();
    all.forEach(route -> byPartition.put(route.partition(), route));
    first = all.size() == 1 ? 0 : ThreadLocalRandom.current().nextInt(all.size());
  }

  QueueLayouts layouts() {
    return layouts;
  }

  List<Route> all() {
    return all;
  }

  /** The only way an enqueue can go, or null. */
  @Nullable Route bound(PendingEnqueue enqueue) {
    if (all.size() == 1) {
      return null;
    }
    String partition = enqueue.partitionIn(layouts.current());
    return partition == null ? null : byPartition.get(partition);
  }

  /** Where the next batch goes that may go anywhere; null when there is no connection at all. */
  @Nullable Route leastGiven() {
    Route least = null;
    for (int i = 0; i < all.size(); i++) {
      Route route = all.get((first + i) % all.size());
      if (!route.isAway() && (least == null || route.given() < least.given())) {
        least = route;
      }
    }
    return least;
  }

  /** A partition is tried again; what it missed meanwhile is not made up for. */
  void isBack(Route route) {
    Route least = leastGiven();
    route.away(false);
    if (least != null) {
      route.given(Math.max(route.given(), least.given()));
    }
  }
}
