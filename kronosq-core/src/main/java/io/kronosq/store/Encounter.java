package io.kronosq.store;

/**
 * What came of a new task that met another one.
 *
 * @param other the id of the task that was there
 * @param replaced whether the other one took over what the new one brought; else the new one was
 *     refused
 */
public record Encounter(String other, boolean replaced) {
  /**
   * A new task was refused.
   *
   * @param other the id of the task in its way
   */
  public static Encounter refused(String other) {
    return new Encounter(other, false);
  }
}
