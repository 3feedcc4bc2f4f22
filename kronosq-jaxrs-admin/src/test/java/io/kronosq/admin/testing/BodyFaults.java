package io.kronosq.admin.testing;

import static io.kronosq.admin.testing.Fault.one;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Bodies of wrong types, sizes, depths and encodings. */
final class BodyFaults {
  private static final int HUGE = 250_000;

  private static final List<String> NO_OBJECTS =
      List.of(
          "",
          " ",
          "null",
          "true",
          "1",
          "\"x\"",
          "[]",
          "[{}]",
          "{",
          "}",
          "{]",
          "{}}",
          "{\"a\"}",
          "{\"a\":}",
          "{a:1}",
          "{'a':1}",
          "{\"a\":1,}",
          "{}{}",
          "{} x",
          "//\n{}",
          "{\"a\":NaN}",
          "{\"a\":01}",
          "{\"a\":+1}",
          "{\"a\":\"\t\"}",
          "{\"a\":\"\\x\"}",
          "{\"a\":\"\\u12\"}",
          "{\"a\":tru}",
          "{\"a\":1e}",
          "<a/>",
          "a=1&b=2",
          "\u0000",
          "{\"a\":\u0000}");

  private static final Map<String, List<String>> OF_OTHER_TYPES =
      Map.of(
          "integer",
          List.of(
              "\"x\"",
              "\"1\"",
              "1.5",
              "1e400",
              "1e999999999",
              "-1e999999999",
              "1e-400",
              "99999999999999999999",
              "true",
              "[]",
              "[1]",
              "{}",
              "\"\\u0000\""),
          "string",
          List.of("1", "-0", "true", "[]", "[\"x\"]", "{}", "1e400"),
          "boolean",
          List.of("\"true\"", "1", "0", "[]", "{}"),
          "object",
          List.of("1", "\"x\"", "true", "[]", "[{}]", "{\"none\":1}", "{\"none\":{\"none\":[]}}"));

  /** Of the right type, but never allowed. */
  private static final Map<String, List<String>> NOT_ALLOWED =
      Map.ofEntries(
          Map.entry("type", names(255)),
          Map.entry("group", names(255)),
          Map.entry("id", names(255)),
          Map.entry("limitKey", names(255)),
          Map.entry("queue", List.of("\"\"", "\"a b\"", "\"{a}\"", "\"\u00fc\"", text(129))),
          Map.entry("payloadText", List.of("\"both\"")),
          Map.entry("payloadBase64", List.of("\"both\"", "\"???\"")),
          Map.entry("processAt", List.of("\"\"", "\"now\"", "\"2026-13-01T00:00:00Z\"", text(500))),
          Map.entry("deadline", List.of("\"\"", "\"-1000000000-01-01T00:00:00Z\"", "\"2026\"")),
          Map.entry("delayMs", List.of("-1", "9223372036854775807", "-9223372036854775808")),
          Map.entry("timeoutMs", List.of("-1", "9223372036854775807")),
          Map.entry("retentionMs", List.of("-1", "9223372036854775807")),
          Map.entry("uniqueMs", List.of("-1", "0", "9223372036854775807")),
          Map.entry("maxRetry", List.of("-1", "-2147483648")),
          Map.entry("headers", List.of("{\"a\":1}", "{\"a\":null}", "{\"a\":[]}", "{\"\":{}}")),
          Map.entry("count", List.of("0", "-1", "257", "2147483647", "null")),
          Map.entry(
              "pattern", List.of("\"\"", "\"never\"", "\"* * *\"", "\"61 * * * *\"", text(400))),
          Map.entry("zone", List.of("\"\"", "\"Nowhere/None\"", "\"+99:99\"", text(400))),
          Map.entry("misfire", List.of("\"\"", "\"catch-up(-1)\"", "\"catch-up(9999999999)\"")),
          Map.entry("overlap", List.of("\"\"", "\"NEVER\"", text(400))),
          Map.entry("min", List.of("-1", "51", "null", "2147483647")),
          Map.entry("max", List.of("0", "-1", "null", "2147483647")),
          Map.entry("action", List.of("\"\"", "\"DROP\"", "null", "\"RUN\\u0000\"")),
          Map.entry("state", List.of("\"\"", "\"GONE\"", "null")),
          Map.entry("dryRun", List.of("\"no\"")),
          Map.entry("filter", List.of("{\"headers\":[]}", "{\"enqueuedAfter\":\"x\"}")),
          Map.entry(
              "keys",
              List.of(
                  "null",
                  "{\"concurrency\":0}",
                  "{\"rate\":{}}",
                  "{\"rate\":{\"count\":0,\"perMs\":1}}",
                  "{\"rate\":{\"count\":1,\"perMs\":-1}}",
                  "{\"rate\":{\"count\":1,\"perMs\":9223372036854775807}}",
                  "{\"rate\":{\"count\":1,\"perMs\":1,\"burst\":0}}")),
          Map.entry("ofKeys", List.of("{\"\":{}}", "{\"a\":1}", "{\"a\":{\"concurrency\":-1}}")));

  private BodyFaults() {}

  private static List<String> names(int longest) {
    return List.of(
        "\"\"",
        "\" \"",
        "\"a\\u0000\"",
        "\"a\\nb\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        text(longest + 1));
  }

  private static String text(int length) {
    return '"' + "y".repeat(length) + '"';
  }

  static List<Fault> all() {
    return List.of(
        body("no object", (sound, of, random) -> sound.body(one(NO_OBJECTS, random)), 400),
        body("noise", (sound, of, random) -> sound.body(noise(random)), 400),
        body("cut", (sound, of, random) -> sound.body(cut(of, random)), 400),
        body("encoding", (sound, of, random) -> sound.body(encoded(of, random)), 400),
        body(
            "depth",
            (sound, of, random) -> sound.body(of.bodyWith(property(of, random), deep(random))),
            400,
            422),
        body(
            "type of value",
            (sound, of, random) -> {
              String property = property(of, random);
              List<String> values =
                  OF_OTHER_TYPES.getOrDefault(of.properties().get(property), List.of("\u0000"));
              return sound.body(of.bodyWith(property, one(values, random)));
            },
            400),
        body(
            "value",
            (sound, of, random) -> {
              String property = property(of, random);
              List<String> values = NOT_ALLOWED.getOrDefault(property, List.of("{\"none\":1}"));
              return sound.body(of.bodyWith(property, one(values, random)));
            },
            400,
            404,
            422),
        body(
            "unknown property",
            (sound, of, random) ->
                sound.body(
                    of.bodyWith(
                        one(List.of("none", "", "__proto__", "\\u0000", "y".repeat(5_000)), random),
                        one(List.of("null", "1", "{}", "[[]]"), random))),
            400),
        body("size", (sound, of, random) -> sound.body(huge(of, random)), 413).orByServer());
  }

  private static Fault body(String name, Fault.Making making, Integer... answers) {
    return Fault.of(name, DocumentedOperation::hasBody, making, answers);
  }

  private static String property(DocumentedOperation operation, Random random) {
    // What may be any JSON can't be of a wrong type.
    return one(
        operation.properties().keySet().stream()
            .filter(name -> !operation.properties().get(name).equals("any"))
            .toList(),
        random);
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[1 + random.nextInt(300)];
    random.nextBytes(noise);
    return noise;
  }

  private static String cut(DocumentedOperation operation, Random random) {
    String body = operation.bodyExample();
    return body.substring(0, random.nextInt(body.length()));
  }

  private static byte[] encoded(DocumentedOperation operation, Random random) {
    String body = operation.bodyExample();
    Charset charset =
        one(
            List.of(
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                Charset.forName("UTF-32"),
                Charset.forName("IBM1047")),
            random);
    return switch (random.nextInt(4)) {
      case 0 -> ('\ufeff' + body).getBytes(UTF_8);
      // Overlong, a surrogate, cut off, and of no encoding.
      case 1 ->
          bytes(
              body,
              one(List.of("\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00e2\u0082", "\u00ff"), random));
      case 2 -> bytes(body, "\u00fc");
      default -> body.getBytes(charset);
    };
  }

  /** A body with a further property, whose value has these bytes. */
  private static byte[] bytes(String body, String value) {
    return (body.substring(0, body.length() - 1) + ",\"a\":\"" + value + "\"}")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String deep(Random random) {
    int depth = one(List.of(2_000, 5_000, 20_000), random);
    return switch (random.nextInt(3)) {
      case 0 -> "[".repeat(5 * depth);
      case 1 -> "[".repeat(depth) + "]".repeat(depth);
      default -> "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    };
  }

  private static String huge(DocumentedOperation operation, Random random) {
    return operation.bodyWith(
        one(List.copyOf(operation.properties().keySet()), random), text(HUGE));
  }
}
