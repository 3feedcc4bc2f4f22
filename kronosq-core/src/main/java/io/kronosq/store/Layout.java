package io.kronosq.store;

import io.kronosq.task.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a queue is cut into partitions. The store knows partitions only: each is, for it, a queue of
 * its own, in one slot of a cluster. The one partition of an unpartitioned queue has the queue's
 * name; others are named such that their slots lie evenly between the masters of a cluster.
 */
public final class Layout {
  /** Most partitions of a queue. */
  public static final int MAX_PARTITIONS = 256;

  private static final char MARK = '#';
  private static final Pattern SHARE = Pattern.compile(MARK + "(\\d+)/(\\d+)");
  private static final Pattern GENERATED_ID =
      Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}-(\\d{1,3})\\.(\\d{1,3})");

  private static final Pattern PARTITION = Pattern.compile("[^#]+#\\d+/(\\d+)(?:\\.\\d+)?");

  private final String queue;
  private final List<String> partitions;

  private Layout(String queue, List<String> partitions) {
    this.queue = queue;
    this.partitions = partitions;
  }

  /**
   * The layout of a queue with so many partitions.
   *
   * @param queue see {@link Names#checkQueue}
   * @param count 1 to {@value #MAX_PARTITIONS}
   */
  public static Layout of(String queue, int count) {
    if (count == 1) {
      return new Layout(queue, List.of(queue));
    }
    checkCount(queue, count);
    Names.checkQueue(queue);
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(name(queue, i, count));
    }
    return new Layout(queue, List.copyOf(names));
  }

  /**
   * Checks a number of partitions.
   *
   * @param queue for the message
   * @param count 1 to {@value #MAX_PARTITIONS}
   * @return the same number
   * @throws IllegalArgumentException when there can't be so many
   */
  public static int checkCount(String queue, int count) {
    if (count < 1 || count > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "Queue '"
              + queue
              + "' can't have "
              + count
              + " partitions; use 1 to "
              + MAX_PARTITIONS
              + ", best a small multiple of the number of masters");
    }
    return count;
  }

  /** The queue that a partition is part of. */
  public static String queueOf(String partition) {
    int mark = partition.indexOf(MARK);
    return mark < 0 ? partition : partition.substring(0, mark);
  }

  /** How many partitions the layout has that a partition is of. */
  public static int countOf(String partition) {
    Matcher parts = PARTITION.matcher(partition);
    return parts.matches() ? Integer.parseInt(parts.group(1)) : 1;
  }

  /**
   * Tries suffixes until the slot lies in the middle half of the partition's part of all slots:
   * where masters' parts are rounded differently, no partition is on the wrong side then.
   */
  private static String name(String queue, int index, int count) {
    String plain = queue + MARK + index + "/" + count;
    String name = plain;
    for (int salt = 1; !isCentral(HashSlot.of(name), index, count); salt++) {
      name = plain + "." + salt;
    }
    return name;
  }

  private static boolean isCentral(int slot, int index, int count) {
    int quarters = 4 * slot * count / HashSlot.COUNT - 4 * index;
    return quarters == 1 || quarters == 2;
  }

  /** The queue's name. */
  public String queue() {
    return queue;
  }

  /** How many partitions there are, 1 or more. */
  public int count() {
    return partitions.size();
  }

  /** The names of the partitions, by which the store knows them. */
  public List<String> partitions() {
    return partitions;
  }

  /**
   * The partition of all tasks with this key.
   *
   * @param key an ordering key, a lock's digest, or a chosen id
   */
  public String partitionOfKey(String key) {
    return partitions.get(HashSlot.of(key) * count() / HashSlot.COUNT);
  }

  /**
   * The partition of a task of which only the id is known: the one that a generated id carries, or
   * else that of a chosen id.
   *
   * @param id the task's id
   */
  public String partitionOfId(String id) {
    if (count() > 1) {
      Matcher generated = GENERATED_ID.matcher(id);
      if (generated.matches() && Integer.parseInt(generated.group(2)) == count()) {
        int index = Integer.parseInt(generated.group(1));
        if (index < count()) {
          return partitions.get(index);
        }
      }
    }
    return partitionOfKey(id);
  }

  /** Whether a generated id carries a partition, of this layout or of another one. */
  static boolean carriesPartition(String id) {
    return GENERATED_ID.matcher(id).matches();
  }

  /** Whether a generated id carries a partition of this layout. */
  boolean isCarriedBy(String id) {
    return count() > 1 && carriesPartition(id) && id.endsWith("." + count());
  }

  /**
   * What a generated id ends with, so that it carries its partition.
   *
   * @param partition one of this layout
   */
  public String idSuffix(String partition) {
    return count() == 1 ? "" : "-" + partitions.indexOf(partition) + "." + count();
  }

  /**
   * What an id ends with that carries a partition.
   *
   * @param partition one of any layout
   */
  public static String idSuffixOf(String partition) {
    Matcher named = SHARE.matcher(partition);
    return named.find() ? "-" + named.group(1) + "." + named.group(2) : "";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layout layout
        && layout.queue.equals(queue)
        && layout.count() == count();
  }

  @Override
  public int hashCode() {
    return 31 * queue.hashCode() + count();
  }

  @Override
  public String toString() {
    return queue + " in " + count();
  }
}
