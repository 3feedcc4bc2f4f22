package io.kronosq.sample.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ImportProgressTest {
  private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

  private final ImportProgress progress =
      new ImportProgress("i1", Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void countsARowOnceHoweverOftenItsMailIsDelivered() {
    enqueue(3);

    progress.delivered(2);
    progress.delivered(2);

    assertThat(progress.status().delivered()).isEqualTo(1);
    assertThat(progress.status().pending()).isEqualTo(2);
  }

  @Test
  void isDoneOnceTheFileIsReadAndEveryTaskHasEnded() {
    enqueue(3);
    progress.delivered(1);
    progress.failed(2);
    progress.delivered(3);
    assertThat(progress.status().state()).isEqualTo(ImportState.RUNNING);
    assertThat(progress.status().finishedAt()).isNull();

    progress.readCompletely();

    assertThat(progress.status().state()).isEqualTo(ImportState.DONE);
    assertThat(progress.status().finishedAt()).isEqualTo(NOW);
    assertThat(progress.status().failed()).isEqualTo(1);
    assertThat(progress.status().pending()).isZero();
  }

  @Test
  void aMailThatOvertakesTheAnswerOfItsEnqueueingCountsAsEnqueued() {
    progress.nextRow();
    progress.delivered(1);
    assertThat(progress.status().enqueued()).isEqualTo(1);
    assertThat(progress.status().pending()).isZero();

    progress.enqueued(1);

    assertThat(progress.status().enqueued()).isEqualTo(1);
  }

  @Test
  void anArchivedTaskThatSucceedsInTheEndIsDelivered() {
    enqueue(1);
    progress.failed(1);
    progress.delivered(1);
    progress.failed(1);

    assertThat(progress.status().delivered()).isEqualTo(1);
    assertThat(progress.status().failed()).isZero();
  }

  @Test
  void tellsTheFirstRejectionsAndCountsAll() {
    for (int line = 2; line < 502; line++) {
      progress.nextRow();
      progress.rejected(line, "email must not be blank");
    }

    ImportStatus status = progress.status();
    assertThat(status.rejected()).isEqualTo(500);
    assertThat(status.rejections()).hasSize(ImportProgress.MAX_REJECTIONS);
    assertThat(status.rejections().get(0)).isEqualTo(new RejectedRow(2, "email must not be blank"));
  }

  @Test
  void afterAnAbortTheTasksEnqueuedGoOn() {
    enqueue(2);
    progress.aborted("The upload broke off: reset");
    progress.delivered(1);

    ImportStatus status = progress.status();
    assertThat(status.state()).isEqualTo(ImportState.ABORTED);
    assertThat(status.abortedBecause()).contains("broke off");
    assertThat(status.delivered()).isEqualTo(1);
    assertThat(status.pending()).isEqualTo(1);
  }

  @Test
  void anImportWithoutARowIsDoneAtOnce() {
    progress.readCompletely();

    assertThat(progress.status().state()).isEqualTo(ImportState.DONE);
  }

  private void enqueue(int rows) {
    for (int i = 0; i < rows; i++) {
      progress.enqueued(progress.nextRow());
    }
  }
}
