package io.kronosq.sample.imports;

import java.util.BitSet;

/** Row numbers, each counted once however often it is added. Costs a bit a row. */
final class RowSet {
  private final BitSet rows = new BitSet();
  private int size;

  /** Adds a row; false when it was there. */
  boolean add(int row) {
    if (rows.get(row)) {
      return false;
    }
    rows.set(row);
    size++;
    return true;
  }

  /** Takes a row out; false when it was not there. */
  boolean remove(int row) {
    if (!rows.get(row)) {
      return false;
    }
    rows.clear(row);
    size--;
    return true;
  }

  boolean contains(int row) {
    return rows.get(row);
  }

  int size() {
    return size;
  }
}
