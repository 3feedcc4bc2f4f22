package io.kronosq.sample.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into rows. A quote that is never closed costs the line that it stands in, not the
 * rest of the file: reading goes on with the line after it.
 */
final class RowTexts {
  /** Longest row, in characters. */
  static final int MAX_LENGTH = 16_384;

  private final PhysicalLines lines;
  private final Deque<PhysicalLine> ahead = new ArrayDeque<>();

  RowTexts(Reader reader) {
    lines = new PhysicalLines(reader, MAX_LENGTH);
  }

  /** The next row that is not blank, or null at the end. */
  @Nullable RowText next() throws IOException {
    PhysicalLine first = nextLine();
    while (first != null && first.text().isBlank()) {
      first = nextLine();
    }
    return first == null ? null : row(first);
  }

  private RowText row(PhysicalLine first) throws IOException {
    if (first.cut()) {
      return faulty(first, "is longer than " + MAX_LENGTH + " characters");
    }
    StringBuilder text = new StringBuilder(first.text());
    QuoteScanner quotes = new QuoteScanner();
    quotes.scan(first.text());
    List<PhysicalLine> continuation = new ArrayList<>();
    while (quotes.isOpen() && text.length() < MAX_LENGTH) {
      PhysicalLine line = nextLine();
      if (line == null) {
        break;
      }
      continuation.add(line);
      text.append('\n').append(line.text());
      quotes.scan("\n");
      quotes.scan(line.text());
    }
    if (quotes.isOpen() || quotes.isMalformed()) {
      giveBack(continuation);
      return faulty(
          first,
          quotes.isOpen()
              ? "opens a quote that is not closed"
              : "goes on after a closing quote; write a quote inside a quoted field twice");
    }
    return new RowText(first.number(), text.toString(), null);
  }

  private @Nullable PhysicalLine nextLine() throws IOException {
    PhysicalLine line = ahead.poll();
    return line != null ? line : lines.next();
  }

  private void giveBack(List<PhysicalLine> taken) {
    for (int i = taken.size() - 1; i >= 0; i--) {
      ahead.push(taken.get(i));
    }
  }

  private static RowText faulty(PhysicalLine line, String fault) {
    return new RowText(line.number(), "", fault);
  }
}
