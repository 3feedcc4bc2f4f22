package io.kronosq.notify;

import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the values of keys such as {@code password} out of texts, JSON or not. Safe for use by many
 * threads.
 */
public final class Redaction {
  /** What stands in place of a value. */
  public static final String MARK = "…";

  private static final String SECRET =
      "(?:passw(?:or)?d|passphrase|passcode|secret|token|api[-_ ]?key|private[-_]?key|credential"
          + "|authorization|cookie|cvv|iban)";

  /** Knows passwords, tokens, keys and the like by the usual names. */
  public static final Redaction BUILT_IN = new Redaction(SECRET);

  private final String names;

  /** A secret key, with or without quotes, and what stands between it and its value. */
  private final Pattern key;

  private final Pattern name;

  private Redaction(String names) {
    this.names = names;
    key =
        Pattern.compile(
            "(?i)[\\w.-]{0,60}" + names + "[\\w.-]{0,60}\\\\?[\"']?\\s{0,5}[:=]\\s{0,5}");
    name = Pattern.compile("(?i)" + names);
  }

  /**
   * The same, and further names.
   *
   * @param more names, or parts of names, whatever their case; {@code *} stands for any letters,
   *     digits, dots, underscores and hyphens
   */
  public Redaction and(Collection<String> more) {
    if (more.isEmpty()) {
      return this;
    }
    return new Redaction(
        more.stream()
            .map(
                word ->
                    Arrays.stream(word.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[\\w.-]{0,60}")))
            .collect(Collectors.joining("|", "(?:" + names + "|", ")")));
  }

  /**
   * Whether the value of a property or header is not to be shown.
   *
   * @param property its name
   */
  public boolean hides(String property) {
    return name.matcher(property).find();
  }

  /**
   * A text without such values.
   *
   * @param text JSON or anything else
   */
  public String of(String text) {
    StringBuilder redacted = new StringBuilder();
    Matcher found = key.matcher(text);
    int done = 0;
    while (found.find(done)) {
      redacted.append(text, done, found.end()).append(MARK);
      done = valueEnd(text, found.end());
    }
    return redacted.append(text, done, text.length()).toString();
  }

  /** Where a value ends: a string, an object or array with all that is in it, or a word. */
  private static int valueEnd(String text, int start) {
    if (start >= text.length()) {
      return start;
    }
    char first = text.charAt(start);
    if (first == '"' || first == '\'') {
      return stringEnd(text, start);
    }
    if (first == '\\' && start + 1 < text.length() && text.charAt(start + 1) == '"') {
      int end = text.indexOf("\\\"", start + 2);
      return end < 0 ? text.length() : end + 2;
    }
    if (first == '{' || first == '[') {
      return nestedEnd(text, start);
    }
    return wordEnd(text, start);
  }

  private static int stringEnd(String text, int start) {
    for (int i = start + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == text.charAt(start)) {
        return i + 1;
      }
    }
    return text.length();
  }

  private static int nestedEnd(String text, int start) {
    int depth = 0;
    int i = start;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"') {
        i = stringEnd(text, i);
        continue;
      }
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      i++;
      if (depth == 0) {
        return i;
      }
    }
    return text.length();
  }

  private static int wordEnd(String text, int start) {
    int i = start;
    // "Authorization: Bearer abc" has its secret in the second word.
    Matcher scheme = Pattern.compile("(?i)(?:bearer|basic|digest)\\s+").matcher(text);
    if (scheme.region(start, text.length()).lookingAt()) {
      i = scheme.end();
    }
    while (i < text.length() && ",;&}]\"'".indexOf(text.charAt(i)) < 0) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
      i++;
    }
    return i;
  }
}
