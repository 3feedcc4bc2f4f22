package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.BulkProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  @Test
  void aLineTellsShareCountsAndTheTimeLeft() {
    BulkProgress quarter = new BulkProgress(4_000, 1_000, 900, 800, 0, false);
    assertThat(ProgressBar.line("delete", quarter, Duration.ofSeconds(2)))
        .isEqualTo("delete [######------------------]  25 %, 800 of 900 found, 6s left");
  }

  @Test
  void theTimeLeftIsNotGuessedAtTheBeginningNorToldAtTheEnd() {
    BulkProgress begun = new BulkProgress(4_000, 10, 10, 10, 0, false);
    assertThat(ProgressBar.line("delete", begun, Duration.ofMillis(5))).endsWith(" found");
    BulkProgress ended = new BulkProgress(4_000, 4_000, 1_234, 1_234, 0, false);
    assertThat(ProgressBar.line("delete", ended, Duration.ofSeconds(9)))
        .isEqualTo("delete [########################] 100 %, 1,234 of 1,234 found");
    BulkProgress none = new BulkProgress(0, 0, 0, 0, 0, false);
    assertThat(ProgressBar.line("count", none, Duration.ofSeconds(9))).contains("100 %, 0 found");
  }

  @Test
  void nothingIsDrawnWhereNobodyWatches() {
    StringWriter out = new StringWriter();
    try (ProgressBar watched = new ProgressBar(new PrintWriter(out), "run", 80)) {
      watched.show(new BulkProgress(2, 1, 1, 1, 0, false));
    }
    assertThat(out.toString()).startsWith("\rrun [").endsWith(System.lineSeparator());
    try (ProgressBar unwatched = new ProgressBar(null, "run", 80)) {
      unwatched.show(new BulkProgress(2, 1, 1, 1, 0, false));
    }
  }
}
