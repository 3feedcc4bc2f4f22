package io.kronosq.cdi.event;

/**
 * Which kinds of observers of task events an application has.
 *
 * @param synchronous whether it has {@code @Observes}
 * @param asynchronous whether it has {@code @ObservesAsync}
 */
public record Observers(boolean synchronous, boolean asynchronous) {
  /** None at all. */
  public static final Observers NONE = new Observers(false, false);

  /**
   * These and one more.
   *
   * @param async whether that one is asynchronous
   */
  public Observers and(boolean async) {
    return new Observers(synchronous || !async, asynchronous || async);
  }

  /** Whether there is an observer. */
  public boolean any() {
    return synchronous || asynchronous;
  }
}
