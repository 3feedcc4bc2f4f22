package io.kronosq.task;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an enqueue waits for before it says that the task is stored. Stronger modes cost the time
 * that replicas or disks take, once for all tasks that are enqueued together.
 *
 * @param replicas how many replicas must have the task, 0 or more
 * @param synced whether the master must have written the task to its disk; needs Redis 7.2 or
 *     Valkey, and an append-only file
 */
public record Durability(int replicas, boolean synced) {
  /** Stored by the master, which may lose it when it fails before it told a replica or its disk. */
  public static final Durability FAST = new Durability(0, false);

  /** Written to the master's disk. */
  public static final Durability FSYNC = new Durability(0, true);

  private static final Pattern TEXT =
      Pattern.compile("fast|(fsync)?(?:(?:^|(?<=fsync)\\+)replicated\\((\\d{1,3})\\))?");

  /** Checks the number of replicas. */
  public Durability {
    if (replicas < 0) {
      throw new IllegalArgumentException(
          "A task can't be confirmed by " + replicas + " replicas; use 1 or more");
    }
  }

  /**
   * Stored by the master and by replicas.
   *
   * @param replicas how many, 1 or more
   */
  public static Durability replicated(int replicas) {
    return FAST.withReplicas(replicas);
  }

  /**
   * The same, with replicas: in memory, or where {@link #synced} on their disks.
   *
   * @param count how many, 1 or more
   */
  public Durability withReplicas(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "A task can't be confirmed by " + count + " replicas; use 1 or more");
    }
    return new Durability(count, synced);
  }

  /**
   * Reads what {@link #toString} writes: {@code fast}, {@code replicated(n)}, {@code fsync} or
   * {@code fsync+replicated(n)}.
   *
   * @param text one of these
   * @throws IllegalArgumentException when it is none of them
   */
  public static Durability parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException(
          "The durability '"
              + text
              + "' is unknown; use fast, replicated(n), fsync or fsync+replicated(n)");
    }
    Durability durability = matcher.group(1) == null ? FAST : FSYNC;
    String replicas = matcher.group(2);
    return replicas == null ? durability : durability.withReplicas(Integer.parseInt(replicas));
  }

  /** Whether nothing is waited for but the master's answer. */
  public boolean isFast() {
    return replicas == 0 && !synced;
  }

  @Override
  public String toString() {
    String copies = replicas == 0 ? "" : "replicated(" + replicas + ")";
    return synced ? copies.isEmpty() ? "fsync" : "fsync+" + copies : isFast() ? "fast" : copies;
  }
}
