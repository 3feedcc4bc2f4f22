package io.kronosq.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Medians as a table, samples as JSON. */
final class Report {
  private Report() {}

  /**
   * The samples of one scenario.
   *
   * @param ours of Kronosq
   * @param bullMq of BullMQ, in the same turns; empty when it was left out
   */
  record Samples(List<Sample> ours, List<Sample> bullMq) {}

  static String table(Scenario scenario, Samples samples) {
    StringBuilder table = new StringBuilder();
    table.append(String.format(Locale.ROOT, "%n%s  %s%n", scenario.name(), scenario.title()));
    table.append(
        String.format(
            Locale.ROOT,
            "  %-16s %14s %14s %14s %14s %10s%n",
            "",
            "median",
            "min",
            "max",
            "BullMQ",
            "ratio"));
    for (String figure : samples.ours().get(0).figures().keySet()) {
      double[] values = values(samples.ours(), figure);
      double[] others = values(samples.bullMq(), figure);
      table.append(
          String.format(
              Locale.ROOT,
              "  %-16s %,14.2f %,14.2f %,14.2f %14s %10s%n",
              figure,
              median(values),
              values[0],
              values[values.length - 1],
              others.length == 0 ? "" : String.format(Locale.ROOT, "%,.2f", median(others)),
              others.length == 0
                  ? ""
                  : String.format(Locale.ROOT, "%.2f", median(values) / median(others))));
    }
    return table.toString();
  }

  static void writeJson(Map<Scenario, Samples> results, Path file) throws IOException {
    JsonObjectBuilder all = Json.createObjectBuilder();
    results.forEach(
        (scenario, samples) ->
            all.add(
                scenario.name(),
                Json.createObjectBuilder()
                    .add("title", scenario.title())
                    .add("kronosq", json(samples.ours()))
                    .add("bullmq", json(samples.bullMq()))));
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    Files.writeString(file, all.build().toString());
  }

  private static JsonArrayBuilder json(List<Sample> samples) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (Sample sample : samples) {
      JsonObjectBuilder figures = Json.createObjectBuilder();
      sample.figures().forEach(figures::add);
      array.add(figures);
    }
    return array;
  }

  /** The sorted values of a figure. */
  private static double[] values(List<Sample> samples, String figure) {
    return samples.stream()
        .filter(sample -> sample.figures().containsKey(figure))
        .mapToDouble(sample -> sample.figures().getOrDefault(figure, Double.NaN))
        .sorted()
        .toArray();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
