package io.kronosq.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where tasks of a queue may be: new ones go to the current layout; former ones are there until
 * nothing is left in them.
 *
 * @param current where new tasks go
 * @param former layouts that may still have tasks or locks, the latest first
 */
public record QueueLayouts(Layout current, List<Layout> former) {
  /** Copies the list. */
  public QueueLayouts {
    former = List.copyOf(former);
  }

  /**
   * The layouts of a queue that was never partitioned.
   *
   * @param queue the queue's name
   */
  public static QueueLayouts unpartitioned(String queue) {
    return new QueueLayouts(Layout.of(queue, 1), List.of());
  }

  /** The queue's name. */
  public String queue() {
    return current.queue();
  }

  /** All layouts, the current one first. */
  public List<Layout> all() {
    List<Layout> all = new ArrayList<>(1 + former.size());
    all.add(current);
    all.addAll(former);
    return all;
  }

  /** The names of all partitions in which tasks may be, those of the current layout first. */
  public List<String> partitions() {
    return former.isEmpty()
        ? current.partitions()
        : all().stream().flatMap(layout -> layout.partitions().stream()).toList();
  }

  /** Whether tasks are in one partition only. */
  public boolean isSingle() {
    return current.count() == 1 && former.isEmpty();
  }

  /**
   * The partitions in which a task of this id may be, the likeliest first. A generated id names its
   * partition; a chosen one may be anywhere, since an ordering key or a unique lock may have led it
   * there.
   *
   * @param id the task's id
   */
  public List<String> partitionsOf(String id) {
    if (Layout.carriesPartition(id)) {
      for (Layout layout : all()) {
        if (layout.isCarriedBy(id)) {
          return List.of(layout.partitionOfId(id));
        }
      }
    }
    Set<String> likeliestFirst = new LinkedHashSet<>();
    all().forEach(layout -> likeliestFirst.add(layout.partitionOfId(id)));
    likeliestFirst.addAll(partitions());
    return List.copyOf(likeliestFirst);
  }
}
