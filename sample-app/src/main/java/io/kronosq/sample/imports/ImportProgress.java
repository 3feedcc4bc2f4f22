package io.kronosq.sample.imports;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what became of each row of one import. */
final class ImportProgress {
  /** Rejected rows that are told one by one. */
  static final int MAX_REJECTIONS = 100;

  private final String id;
  private final Clock clock;
  private final Instant startedAt;
  private final RowSet enqueued = new RowSet();
  private final RowSet delivered = new RowSet();
  private final RowSet failed = new RowSet();
  private final List<RejectedRow> rejections = new ArrayList<>();
  private int rowsRead;
  private int rejected;
  private boolean readCompletely;
  private @Nullable String abortedBecause;
  private @Nullable Instant finishedAt;

  ImportProgress(String id, Clock clock) {
    this.id = id;
    this.clock = clock;
    startedAt = clock.instant();
  }

  String id() {
    return id;
  }

  /** Counts a row as read and returns its number, from 1. */
  synchronized int nextRow() {
    rowsRead++;
    return rowsRead;
  }

  synchronized void rejected(int line, String reason) {
    rejected++;
    if (rejections.size() < MAX_REJECTIONS) {
      rejections.add(new RejectedRow(line, reason));
    }
  }

  synchronized void enqueued(int row) {
    enqueued.add(row);
  }

  /** Notes a delivery. The task may well be faster than the answer to its enqueueing. */
  synchronized void delivered(int row) {
    enqueued.add(row);
    failed.remove(row);
    delivered.add(row);
    finishIfSettled();
  }

  synchronized void failed(int row) {
    enqueued.add(row);
    if (!delivered.contains(row)) {
      failed.add(row);
    }
    finishIfSettled();
  }

  synchronized void readCompletely() {
    readCompletely = true;
    finishIfSettled();
  }

  synchronized void aborted(String reason) {
    abortedBecause = reason;
    finishedAt = clock.instant();
  }

  /** Whether only tasks that were enqueued stand between this import and its end. */
  synchronized boolean awaitsTasks() {
    return (readCompletely || abortedBecause != null) && pending() > 0;
  }

  synchronized ImportStatus status() {
    return new ImportStatus(
        id,
        state(),
        rowsRead,
        enqueued.size(),
        rejected,
        delivered.size(),
        failed.size(),
        pending(),
        startedAt,
        finishedAt,
        abortedBecause,
        List.copyOf(rejections));
  }

  private ImportState state() {
    if (abortedBecause != null) {
      return ImportState.ABORTED;
    }
    return finishedAt != null ? ImportState.DONE : ImportState.RUNNING;
  }

  private int pending() {
    return enqueued.size() - delivered.size() - failed.size();
  }

  private void finishIfSettled() {
    if (readCompletely && finishedAt == null && pending() == 0) {
      finishedAt = clock.instant();
    }
  }
}
