package io.kronosq.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text with placeholders such as <code>{type}</code>. A doubled brace stands for a brace. A line
 * all of whose placeholders are empty is left out.
 */
public final class Template {
  /** Longest template, in UTF-16 units. */
  public static final int MAX_LENGTH = 500;

  private static final int MAX_PLACEHOLDERS = 20;

  private final String source;
  private final List<List<Part>> lines;

  /** Either a literal text or a placeholder. */
  private record Part(String literal, @Nullable Placeholder placeholder) {}

  private Template(String source, List<List<Part>> lines) {
    this.source = source;
    this.lines = lines;
  }

  /**
   * Reads a template.
   *
   * @param text at most {@value #MAX_LENGTH} characters
   * @throws IllegalArgumentException when it is too long, a brace is not closed or a placeholder is
   *     unknown, which is named
   */
  public static Template parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "A template has at most " + MAX_LENGTH + " characters, not " + text.length());
    }
    List<List<Part>> lines = text.lines().map(Template::parts).toList();
    long placeholders =
        lines.stream().flatMap(List::stream).filter(part -> part.placeholder() != null).count();
    if (placeholders > MAX_PLACEHOLDERS) {
      throw new IllegalArgumentException(
          "A template has at most " + MAX_PLACEHOLDERS + " placeholders, not " + placeholders);
    }
    return new Template(text, lines);
  }

  private static List<Part> parts(String line) {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      boolean twice = i + 1 < line.length() && line.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && twice) {
        literal.append(c);
        i += 2;
      } else if (c == '{') {
        int end = line.indexOf('}', i);
        if (end < 0) {
          throw new IllegalArgumentException(
              "The brace at '" + line.substring(i) + "' is not closed; a brace itself is {{");
        }
        parts.add(new Part(literal.toString(), null));
        literal.setLength(0);
        parts.add(new Part("", placeholder(line.substring(i + 1, end))));
        i = end + 1;
      } else {
        literal.append(c);
        i++;
      }
    }
    parts.add(new Part(literal.toString(), null));
    return parts;
  }

  private static Placeholder placeholder(String name) {
    return Placeholder.named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The placeholder {"
                        + name
                        + "} is unknown; there are "
                        + Placeholder.all()
                        + ", and {{ for a brace"));
  }

  /** Fills it in. */
  String render(Function<Placeholder, String> values) {
    StringBuilder text = new StringBuilder();
    for (List<Part> line : lines) {
      StringBuilder rendered = new StringBuilder();
      boolean placeholders = false;
      boolean filled = false;
      for (Part part : line) {
        Placeholder placeholder = part.placeholder();
        if (placeholder == null) {
          rendered.append(part.literal());
        } else {
          String value = values.apply(placeholder);
          placeholders = true;
          filled |= !value.isEmpty();
          rendered.append(value);
        }
      }
      if (filled || !placeholders) {
        text.append(text.isEmpty() ? "" : "\n").append(rendered);
      }
    }
    return text.toString();
  }

  /** The text it was read from. */
  @Override
  public String toString() {
    return source;
  }
}
