package io.kronosq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.microprofile.metrics.EngineMetric;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  @Test
  void theTableHasEveryMetricAndNoOther() {
    List<String> rows =
        MarkdownPage.read(MarkdownPage.ROOT.resolve("docs").resolve("metrics.md"))
            .text()
            .lines()
            .filter(line -> line.startsWith("| `kronosq_"))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(EngineMetric.values()).map(MetricsPageTest::row).toList());
  }

  private static String row(EngineMetric metric) {
    String labels =
        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    return Stream.of(
            "`" + metric.prometheusName() + "`",
            metric.kind().text(),
            metric.kind().unit(),
            labels,
            metric.description())
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
