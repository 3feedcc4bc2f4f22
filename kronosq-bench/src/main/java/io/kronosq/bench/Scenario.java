package io.kronosq.bench;

/** One thing that is measured. */
interface Scenario {
  /** Short name, such as W1. */
  String name();

  /** What is measured, for the table. */
  String title();

  /** Whether it runs only when it is named, because it takes long. */
  default boolean onDemand() {
    return false;
  }

  /**
   * Measures once, on an empty Redis.
   *
   * @param redis Redis, and nothing in it
   */
  Sample run(BenchRedis redis) throws Exception;
}
