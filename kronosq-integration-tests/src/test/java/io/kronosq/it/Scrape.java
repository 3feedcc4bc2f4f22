package io.kronosq.it;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server exposes, in Prometheus' text format. */
final class Scrape {
  private static final Pattern SAMPLE =
      Pattern.compile("^(\\w+)(?:\\{(.*)\\})? (\\S+)(?: \\d+)?$", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final List<Sample> samples;

  private record Sample(String name, Map<String, String> labels, double value) {}

  Scrape(String text) {
    samples = SAMPLE.matcher(text).results().map(Scrape::sample).toList();
  }

  private static Sample sample(java.util.regex.MatchResult line) {
    Map<String, String> labels = new TreeMap<>();
    if (line.group(2) != null) {
      Matcher label = LABEL.matcher(line.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    return new Sample(line.group(1), labels, Double.parseDouble(line.group(3)));
  }

  /** Whether there is a series of this name for the application. */
  boolean has(String name, String application) {
    return samples.stream()
        .anyMatch(
            sample -> sample.name().equals(name) && application.equals(sample.labels().get("app")));
  }

  /**
   * The sum of the series of a name that have these labels, NaN when there are none.
   *
   * @param labels names and values in turn
   */
  double value(String name, String... labels) {
    double[] found =
        samples.stream()
            .filter(sample -> sample.name().equals(name) && matches(sample, labels))
            .mapToDouble(Sample::value)
            .toArray();
    return found.length == 0 ? Double.NaN : Arrays.stream(found).sum();
  }

  private static boolean matches(Sample sample, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return String.join("\n", samples.stream().map(Sample::toString).sorted().toList());
  }
}
