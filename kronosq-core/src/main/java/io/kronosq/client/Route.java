package io.kronosq.client;

/** A partition to which enqueues go. On the loop only. */
final class Route {
  private final String partition;
  private final String idSuffix;
  private final BatchLine bound = new BatchLine();
  private long given;
  private boolean away;

  /**
   * @param partition the name by which the store knows it
   * @param idSuffix what generated ids end with
   */
  Route(String partition, String idSuffix) {
    this.partition = partition;
    this.idSuffix = idSuffix;
  }

  String partition() {
    return partition;
  }

  String idSuffix() {
    return idSuffix;
  }

  /** Enqueues that can go nowhere else. */
  BatchLine bound() {
    return bound;
  }

  /** How many tasks were sent to it. */
  long given() {
    return given;
  }

  void given(long tasks) {
    given = tasks;
  }

  /** Whether there was no connection to it a moment ago. */
  boolean isAway() {
    return away;
  }

  void away(boolean value) {
    away = value;
  }
}
