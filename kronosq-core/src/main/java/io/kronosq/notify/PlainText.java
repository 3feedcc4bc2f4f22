package io.kronosq.notify;

/** Makes texts of unknown origin fit to be shown. */
final class PlainText {
  private static final String UNSEEN = "[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+";

  private PlainText() {}

  /** On one line, without characters that hide or turn round what follows. */
  static String clean(String text) {
    return text.replaceAll(UNSEEN, " ").trim();
  }

  /** At most so many UTF-16 units; what is cut ends with …. */
  static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Math.max(0, max - 1);
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
