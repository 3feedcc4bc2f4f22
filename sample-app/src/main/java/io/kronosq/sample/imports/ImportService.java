package io.kronosq.sample.imports;

import io.kronosq.sample.csv.SignupCsv;
import io.kronosq.sample.csv.SignupRow;
import io.kronosq.task.KronosException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a file row by row and enqueues a mail for each good row. It holds one chunk of rows in
 * memory.
 */
@ApplicationScoped
public class ImportService {
  private static final int CHUNK = 1_000;

  @Inject Imports imports;
  @Inject BulkEnqueuer enqueuer;
  @Inject SignupCheck check;

  /**
   * Runs an import; returns when every row has been read and enqueued, or when that can't go on.
   *
   * @param csv positioned after its header
   */
  public ImportStatus run(SignupCsv csv) {
    ImportProgress progress = imports.begin();
    try {
      readAll(csv, progress);
      progress.readCompletely();
    } catch (IOException e) {
      progress.aborted("The upload broke off: " + e.getMessage());
    } catch (KronosException e) {
      progress.aborted("The queue did not take the rows: " + e.getMessage());
    }
    return progress.status();
  }

  private void readAll(SignupCsv csv, ImportProgress progress) throws IOException {
    List<RowMail> chunk = new ArrayList<>(CHUNK);
    for (SignupRow row = csv.next(); row != null; row = csv.next()) {
      int number = progress.nextRow();
      if (row instanceof SignupRow.Unreadable bad) {
        progress.rejected(bad.line(), bad.reason());
      } else if (row instanceof SignupRow.Read good) {
        take(good, number, chunk, progress);
      }
      if (chunk.size() == CHUNK) {
        enqueuer.enqueue(chunk, progress);
        chunk.clear();
      }
    }
    if (!chunk.isEmpty()) {
      enqueuer.enqueue(chunk, progress);
    }
  }

  private void take(SignupRow.Read row, int number, List<RowMail> chunk, ImportProgress progress) {
    String faults = check.faults(row.signup());
    if (faults.isEmpty()) {
      chunk.add(RowMail.of(progress.id(), number, row.signup()));
    } else {
      progress.rejected(row.line(), faults);
    }
  }
}
