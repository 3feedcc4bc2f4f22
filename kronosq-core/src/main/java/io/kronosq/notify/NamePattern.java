package io.kronosq.notify;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A name, in which {@code *} stands for any characters: {@code mail:*}. */
final class NamePattern {
  private final Pattern pattern;

  private NamePattern(Pattern pattern) {
    this.pattern = pattern;
  }

  static NamePattern of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("A pattern is empty; name a type or queue, or use *");
    }
    return new NamePattern(
        Pattern.compile(
            Arrays.stream(text.trim().split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")),
            Pattern.DOTALL));
  }

  static List<NamePattern> all(String... texts) {
    return Arrays.stream(texts).map(NamePattern::of).toList();
  }

  static boolean any(List<NamePattern> patterns, String name) {
    return patterns.stream().anyMatch(p -> p.pattern.matcher(name).matches());
  }

  @Override
  public String toString() {
    return pattern.toString();
  }
}
