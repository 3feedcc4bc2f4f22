package io.kronosq.microprofile.health;

import io.kronosq.worker.ServerActivity;
import io.kronosq.worker.ServerActivity.Partition;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells workers that are at a standstill from those that have nothing to do. */
final class Stall {
  private Stall() {}

  /**
   * The queues towards whose tasks nothing moves, though something should. A partition that only
   * waits for a slot is excused while slots are taken, or go to others.
   *
   * @param activity of a server that takes tasks
   * @param limit how long no move may take
   */
  static List<String> of(ServerActivity activity, Duration limit) {
    Duration any = activity.sinceMove();
    boolean all = any != null && any.compareTo(limit) > 0 && !activity.saturated();
    return activity.partitions().stream()
        .filter(partition -> partition.sinceMove().compareTo(limit) > 0)
        .filter(partition -> all || !partition.waitsForSlot())
        .map(Partition::queue)
        .distinct()
        .sorted()
        .toList();
  }

  /** Tells of each queue when it last moved, was claimed from, and had its lease renewed. */
  static void describe(ServerActivity activity, Finding.Builder finding) {
    Map<String, Partition> slowest = new TreeMap<>();
    for (Partition partition : activity.partitions()) {
      slowest.merge(partition.queue(), partition, Stall::slower);
    }
    slowest.forEach(
        (queue, partition) ->
            finding.with(
                "queue." + queue,
                "moved "
                    + Texts.ago(partition.sinceMove())
                    + ", claimed "
                    + Texts.ago(partition.sinceClaim())
                    + ", lease renewed "
                    + Texts.ago(partition.sinceRenewal())));
    finding.with("saturated", activity.saturated());
  }

  private static Partition slower(Partition a, Partition b) {
    return Comparator.comparing(Partition::sinceMove).compare(a, b) >= 0 ? a : b;
  }
}
