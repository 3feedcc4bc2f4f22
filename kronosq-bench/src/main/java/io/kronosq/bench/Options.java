package io.kronosq.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param scenarios names; all that are not on demand when empty
 * @param runs how often each scenario runs
 * @param bullMq folder of the BullMQ harness, or null to leave BullMQ out
 * @param json file for every sample
 */
record Options(List<String> scenarios, int runs, @Nullable Path bullMq, Path json) {
  static Options parse(String[] args) {
    List<String> scenarios = new ArrayList<>();
    int runs = 5;
    Path bullMq = null;
    Path json = Path.of("target", "bench.json");
    for (String arg : args) {
      String value = arg.substring(arg.indexOf('=') + 1);
      if (arg.startsWith("--runs=")) {
        runs = Integer.parseInt(value);
      } else if (arg.startsWith("--bullmq=")) {
        bullMq = Path.of(value);
      } else if (arg.startsWith("--json=")) {
        json = Path.of(value);
      } else if (arg.startsWith("-")) {
        throw new IllegalArgumentException(
            "Unknown option "
                + arg
                + "; use --runs=N, --bullmq=FOLDER, --json=FILE and names of scenarios");
      } else if (!arg.isBlank()) {
        scenarios.add(arg.toUpperCase(Locale.ROOT));
      }
    }
    return new Options(List.copyOf(scenarios), runs, bullMq, json);
  }

  boolean wants(Scenario scenario) {
    return scenarios.isEmpty() ? !scenario.onDemand() : scenarios.contains(scenario.name());
  }
}
