package io.kronosq.sample.csv;

import java.io.Reader;

/** A file that is made while it is read, a row at a time, and counts how far reading came. */
final class GeneratedCsv extends Reader {
  private final int rows;
  private String current;
  private int position;
  private int handedOut;

  GeneratedCsv(int rows) {
    this(rows, "");
  }

  GeneratedCsv(int rows, String firstRow) {
    this.rows = rows;
    current = "name,email\n" + firstRow;
  }

  int rowsHandedOut() {
    return handedOut;
  }

  @Override
  public int read(char[] target, int offset, int length) {
    if (position == current.length()) {
      if (handedOut == rows) {
        return -1;
      }
      handedOut++;
      current = "Name " + handedOut + ",n" + handedOut + "@x.org\n";
      position = 0;
    }
    int count = Math.min(length, current.length() - position);
    current.getChars(position, position + count, target, offset);
    position += count;
    return count;
  }

  @Override
  public void close() {}
}
