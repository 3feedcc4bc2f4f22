package io.kronosq.cdi.config;

import io.kronosq.outbox.Outbox;
import io.kronosq.store.Layout;
import io.kronosq.task.Durability;
import io.kronosq.task.Rate;
import io.kronosq.time.DurationText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the values of a key are written.
 *
 * @param name a word for the kind of value
 * @param allowed what is allowed, to complete the sentence "it must be …"
 * @param parser reads a value; throws {@link IllegalArgumentException} for what is not allowed,
 *     with a message where there is more to say, which never shows a password
 * @param <T> what a value is read as
 */
public record ValueType<T>(String name, String allowed, Function<String, T> parser) {
  static ValueType<Boolean> bool() {
    return new ValueType<>(
        "boolean",
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  static ValueType<String> text(String allowed) {
    return new ValueType<>("text", allowed, text -> text);
  }

  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> choices) {
    Map<String, E> byName = new LinkedHashMap<>();
    for (E choice : choices.getEnumConstants()) {
      byName.put(choice.name().toLowerCase(Locale.ROOT), choice);
    }
    return new ValueType<>(
        "choice",
        String.join(", ", byName.keySet()),
        text -> {
          E choice = byName.get(text);
          if (choice == null) {
            throw new IllegalArgumentException();
          }
          return choice;
        });
  }

  /** One of these, or {@code none}. */
  static <E extends Enum<E>> ValueType<Optional<E>> optionalOf(Class<E> choices) {
    ValueType<E> choice = oneOf(choices);
    return new ValueType<>(
        "choice",
        "none, " + choice.allowed(),
        text -> text.equals("none") ? Optional.empty() : Optional.of(choice.parser().apply(text)));
  }

  static ValueType<List<String>> words(String allowed) {
    return new ValueType<>(
        "list",
        allowed + ", separated by commas",
        text -> {
          List<String> words = Arrays.stream(text.split(",")).map(String::trim).toList();
          if (words.isEmpty() || words.contains("")) {
            throw new IllegalArgumentException("one of them is empty");
          }
          return words;
        });
  }

  static ValueType<Integer> number(int min, int max) {
    String allowed = "a whole number from " + min + " to " + max;
    return new ValueType<>(
        "number",
        allowed,
        text -> {
          int value = Integer.parseInt(text);
          if (value < min || value > max) {
            throw new IllegalArgumentException();
          }
          return value;
        });
  }

  static ValueType<Duration> duration(Duration min) {
    String allowed =
        "a duration of at least " + DurationText.format(min) + ", " + DurationText.FORM;
    return new ValueType<>(
        "duration",
        allowed,
        text -> {
          Duration value = DurationText.parse(text);
          if (value.compareTo(min) < 0) {
            throw new IllegalArgumentException("'" + text + "' is too short");
          }
          return value;
        });
  }

  static ValueType<Map<String, Integer>> queues() {
    return new ValueType<>(
        "queues",
        "queue names with weights of 1 or more, separated by commas, such as critical=6,default=3",
        QueueWeights::parse);
  }

  static ValueType<Map<String, Integer>> partitions() {
    return new ValueType<>(
        "partitions",
        "queue names with numbers from 1 to "
            + Layout.MAX_PARTITIONS
            + ", separated by commas, such as default=6,imports=3",
        PartitionCounts::parse);
  }

  static ValueType<Double> positive() {
    return new ValueType<>(
        "number",
        "a number greater than 0, such as 1.5",
        text -> {
          double value = Double.parseDouble(text);
          if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException();
          }
          return value;
        });
  }

  static ValueType<Rate> rate() {
    return new ValueType<>("rate", "a rate such as 100/s, 5/m or 3/10s", Rate::parse);
  }

  static ValueType<String> redisAddress() {
    return new ValueType<>(
        "address",
        "redis://[[user]:password@]host[:port][/database], redis-sentinel://…?master=name,"
            + " redis-cluster://…, with rediss for TLS, or embedded:",
        RedisAddressText::check);
  }

  static ValueType<Durability> durability() {
    return new ValueType<>(
        "durability", "fast, replicated(n), fsync or fsync+replicated(n)", Durability::parse);
  }

  static ValueType<Path> readableFile() {
    return new ValueType<>(
        "file",
        "the path of a file that can be read",
        text -> {
          Path file = Path.of(text);
          if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException();
          }
          return file;
        });
  }

  static ValueType<String> tableName() {
    return new ValueType<>(
        "text",
        "the name of a table, with or without a schema, such as app.kronosq_outbox",
        Outbox::checkTable);
  }

  static ValueType<String> keyPrefix() {
    return new ValueType<>(
        "text",
        "text without braces",
        text -> {
          if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            throw new IllegalArgumentException();
          }
          return text;
        });
  }
}
