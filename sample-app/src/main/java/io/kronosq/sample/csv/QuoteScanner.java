package io.kronosq.sample.csv;

/**
 * Finds out whether a row is over at the end of a line, or goes on because a quoted field spans
 * lines.
 */
final class QuoteScanner {
  private enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    QUOTE_IN_QUOTED,
    CLOSED,
    MALFORMED
  }

  private State state = State.FIELD_START;

  /** Takes the next characters of the row. */
  void scan(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      state = next(text.charAt(i));
    }
  }

  /** Whether a quoted field is open. */
  boolean isOpen() {
    return state == State.QUOTED;
  }

  /** Whether something follows a closing quote that may not be there. */
  boolean isMalformed() {
    return state == State.MALFORMED;
  }

  private State next(char c) {
    return switch (state) {
      case FIELD_START -> fieldStart(c);
      case UNQUOTED -> c == ',' ? State.FIELD_START : State.UNQUOTED;
      case QUOTED -> c == '"' ? State.QUOTE_IN_QUOTED : State.QUOTED;
      case QUOTE_IN_QUOTED -> afterQuote(c);
      case CLOSED -> closed(c);
      case MALFORMED -> State.MALFORMED;
    };
  }

  private static State fieldStart(char c) {
    return switch (c) {
      case '"' -> State.QUOTED;
      case ',', ' ', '\t' -> State.FIELD_START;
      default -> State.UNQUOTED;
    };
  }

  private static State afterQuote(char c) {
    return c == '"' ? State.QUOTED : closed(c);
  }

  private static State closed(char c) {
    return switch (c) {
      case ',' -> State.FIELD_START;
      case ' ', '\t' -> State.CLOSED;
      default -> State.MALFORMED;
    };
  }
}
