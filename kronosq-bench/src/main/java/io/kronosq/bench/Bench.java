package io.kronosq.bench;

import java.util.Arrays;
import java.util.List;

/** Runs the scenarios on a Redis of its own. */
public final class Bench {
  private Bench() {}

  /**
   * Runs the scenarios.
   *
   * @param args names of scenarios; all when empty
   */
  public static void main(String[] args) throws Exception {
    List<Scenario> all =
        List.of(
            new SequentialEnqueue(),
            new BulkEnqueue(),
            new Drain(),
            new ProduceConsume(),
            new Latency(),
            new Memory());
    int runs = Integer.getInteger("kronosq.bench.runs", 5);
    List<String> wanted = Arrays.asList(args);
    try (BenchRedis redis = new BenchRedis()) {
      for (Scenario scenario : all) {
        if (wanted.isEmpty() || wanted.contains(scenario.name())) {
          for (int i = 0; i < runs; i++) {
            redis.empty();
            System.out.println(
                scenario.name() + " " + scenario.title() + " " + scenario.run(redis).figures());
          }
        }
      }
    }
  }
}
