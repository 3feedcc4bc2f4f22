package io.kronosq.sample.imports;

/** Where an import stands. */
public enum ImportState {
  /** Rows are being read, or mails are still to be delivered. */
  RUNNING,
  /** The whole file was read, and every task has ended. */
  DONE,
  /**
   * Reading stopped before the end of the file. Tasks enqueued by then are processed all the same.
   */
  ABORTED
}
