package io.kronosq.store;

/**
 * What came of a new task that was not stored as such, mostly because it met another one.
 *
 * @param other the id of the task that was there
 * @param replaced whether the other one took over what the new one brought; else the new one was
 *     refused
 */
public record Encounter(String other, boolean replaced) {
  /**
   * A new task met none, but was not stored: the partition is a former one, and was closed to such
   * tasks while others of the same call were stored.
   */
  public static final Encounter MOVED = new Encounter("", false);

  /**
   * A new task was refused.
   *
   * @param other the id of the task in its way
   */
  public static Encounter refused(String other) {
    return new Encounter(other, false);
  }

  /** Whether this is {@link #MOVED}. */
  public boolean isMoved() {
    return other.isEmpty();
  }
}
