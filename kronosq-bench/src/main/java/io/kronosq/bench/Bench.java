package io.kronosq.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the scenarios on a Redis of its own, each several times and in turn with BullMQ where that
 * is asked for, so that both meet the same state of the machine; prints medians as a table and
 * writes every sample as JSON.
 */
public final class Bench {
  private static final List<Scenario> ALL =
      List.of(
          new SequentialEnqueue(),
          new BulkEnqueue(),
          new Drain(),
          new ProduceConsume(),
          new Latency(),
          new DelayedLateness(),
          new Memory(),
          new InspectorPages(),
          new InspectorBulk(),
          new AdminReads(),
          new Partitions(),
          new ClusterPartitions(),
          new Tenants(),
          new LimitedRate(),
          new GroupedTasks());

  private Bench() {}

  /**
   * Runs the scenarios.
   *
   * @param args names of scenarios, all when there are none; {@code --runs=N} (5), {@code
   *     --bullmq=FOLDER} of the BullMQ harness, {@code --json=FILE}
   */
  public static void main(String[] args) throws Exception {
    Options options = Options.parse(args);
    try (BenchRedis redis = new BenchRedis()) {
      BullMq bullMq = options.bullMq() == null ? null : BullMq.install(options.bullMq(), redis);
      Map<Scenario, Report.Samples> results = new LinkedHashMap<>();
      for (Scenario scenario : ALL) {
        if (options.wants(scenario)) {
          Report.Samples samples = new Report.Samples(new ArrayList<>(), new ArrayList<>());
          results.put(scenario, samples);
          for (int i = 0; i < options.runs(); i++) {
            redis.empty();
            samples.ours().add(scenario.run(redis));
            redis.empty();
            if (bullMq != null) {
              samples.bullMq().add(bullMq.run(scenario));
            }
          }
          System.out.print(Report.table(scenario, samples));
        }
      }
      Report.writeJson(results, options.json());
      System.out.println(
          "Every sample is in "
              + Path.of("").toAbsolutePath().relativize(options.json().toAbsolutePath()));
    }
  }
}
