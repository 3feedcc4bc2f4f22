package io.kronosq.sample.csv;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads lines that end with LF, CRLF or CR, and never keeps more than a limit of one. */
final class PhysicalLines {
  private static final int END = -1;

  private final Reader reader;
  private final int maxLength;
  private final char[] buffer = new char[8_192];
  private int position;
  private int filled;
  private int number;

  PhysicalLines(Reader reader, int maxLength) {
    this.reader = reader;
    this.maxLength = maxLength;
  }

  /** The next line, or null at the end. */
  @Nullable PhysicalLine next() throws IOException {
    int c = read();
    if (c == END) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    boolean cut = false;
    while (c != END && c != '\n' && c != '\r') {
      if (text.length() < maxLength) {
        text.append((char) c);
      } else {
        cut = true;
      }
      c = read();
    }
    if (c == '\r' && peek() == '\n') {
      read();
    }
    number++;
    return new PhysicalLine(number, text.toString(), cut);
  }

  private int read() throws IOException {
    int c = peek();
    if (c != END) {
      position++;
    }
    return c;
  }

  private int peek() throws IOException {
    if (position == filled) {
      filled = Math.max(0, reader.read(buffer));
      position = 0;
    }
    return position < filled ? buffer[position] : END;
  }
}
