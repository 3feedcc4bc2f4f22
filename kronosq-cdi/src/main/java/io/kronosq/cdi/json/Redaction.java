package io.kronosq.cdi.json;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.io.StringReader;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a payload's values out of a parser's message; names of properties stay. */
final class Redaction {
  private static final String MARK = "…";

  private Redaction() {}

  static String withoutValuesOf(String json, String message) {
    String redacted = message;
    try (JsonParser parser = Json.createParser(new StringReader(json))) {
      while (parser.hasNext()) {
        Event event = parser.next();
        if (event == Event.VALUE_STRING || event == Event.VALUE_NUMBER) {
          redacted = without(parser.getString(), redacted);
        }
      }
    } catch (JsonException | NoSuchElementException e) {
      // Not JSON from here on, and so neither read nor quoted by the parser that failed.
      return redacted;
    }
    return redacted;
  }

  private static String without(String value, String message) {
    if (value.isEmpty() || !message.contains(value)) {
      return message;
    }
    // Only whole words, so that a short value does not take letters out of the explanation.
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])")
        .matcher(message)
        .replaceAll(Matcher.quoteReplacement(MARK));
  }
}
