package io.kronosq.admin.testing;

import static io.kronosq.admin.testing.Fault.one;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Paths, ids, parameters and cursors that can't be. */
final class AddressFaults {
  /** With the tilde that follows, none is the name of a queue. */
  private static final List<String> IDS =
      List.of(
          "",
          "%00",
          "%ff%fe",
          "%C0%80",
          "%ED%A0%80",
          "%2e%2e%2f",
          "%2F",
          "..%2F..",
          "%5C..%5C",
          "%20",
          "a%0Ab",
          "%0D%0AX:%201",
          "%7B%7D",
          "%E2%80%AE",
          "%F0%9F%92%A9",
          "%EF%BB%BF",
          "null",
          "%27%20OR%201=1",
          "%3Cscript%3E",
          "*",
          "%25",
          "%2525",
          "a%7Cb",
          "a".repeat(300),
          "%C3%BC".repeat(200),
          "a".repeat(6_000),
          "%",
          "%4",
          "%zz",
          "%u0041",
          "\u00fc",
          "\u00ff\u00fe",
          "\u0000",
          "\u0001");

  private static final List<String> NUMBERS =
      List.of("x", "-1", "0", "1.5", "1e3", "99999999999999999999", "%00", "%201", "0x10", "NaN");

  private static final List<String> INSTANTS =
      List.of("x", "2026-13-45T99:99:99Z", "now", "0", "2026-01-01", "%00", "9".repeat(500));

  private static final List<String> CURSORS =
      List.of(
          "x",
          "0",
          "-1",
          "%00",
          "%ff",
          "1:2",
          ":",
          "a:",
          "a%7Cb",
          "x%7C",
          "default%7C99",
          "AAAA",
          "9".repeat(40),
          "%C3%BC",
          "a".repeat(3_000),
          "e30=",
          "%7B%7D",
          "0-0",
          "1-1-1",
          "99:99:99");

  private AddressFaults() {}

  static List<Fault> all(List<String> cursors) {
    return List.of(
        Fault.of(
                "id",
                operation -> operation.path().contains("{"),
                (sound, of, random) -> sound.target(withIds(of, random)),
                400,
                404)
            .orByServer(),
        Fault.of(
                "further segment",
                any -> true,
                (sound, of, random) -> sound.target(path(sound.target()) + "/~" + one(IDS, random)),
                400,
                404,
                405)
            .orByServer(),
        Fault.of(
                "area",
                any -> true,
                (sound, of, random) -> sound.target("/~" + one(IDS, random)),
                404)
            .orByServer(),
        Fault.of(
            "parameter",
            operation -> operation.query().stream().anyMatch(AddressFaults::hasWrongValues),
            (sound, of, random) -> sound.target(withParameter(sound.target(), of, random)),
            400),
        // What only looks like a cursor may be one.
        Fault.of(
                "cursor",
                operation -> operation.query().stream().anyMatch(AddressFaults::isCursor),
                (sound, of, random) ->
                    sound.target(path(sound.target()) + "?cursor=" + cursor(cursors, random)),
                200,
                400)
            .orByServer(),
        Fault.of(
                "query",
                operation -> !operation.changes() && !operation.id().equals("eventsEvents"),
                (sound, of, random) -> sound.target(path(sound.target()) + query(of, random)),
                200,
                400,
                422)
            .orByServer());
  }

  private static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static String withIds(DocumentedOperation operation, Random random) {
    StringBuilder path = new StringBuilder();
    for (String segment : operation.path().substring(1).split("/", -1)) {
      path.append('/').append(segment.startsWith("{") ? one(IDS, random) + "~" : segment);
    }
    return path.toString();
  }

  private static boolean isCursor(DocumentedParameter parameter) {
    return parameter.name().equals("cursor");
  }

  private static boolean isInstant(DocumentedParameter parameter) {
    return parameter.name().startsWith("enqueued");
  }

  private static boolean hasWrongValues(DocumentedParameter parameter) {
    return !parameter.type().equals("string")
        || !parameter.values().isEmpty()
        || isInstant(parameter);
  }

  private static String withParameter(String target, DocumentedOperation operation, Random random) {
    DocumentedParameter parameter =
        one(operation.query().stream().filter(AddressFaults::hasWrongValues).toList(), random);
    List<String> query = new ArrayList<>();
    if (target.contains("?")) {
      query.addAll(Arrays.asList(target.substring(target.indexOf('?') + 1).split("&", -1)));
      query.removeIf(each -> each.startsWith(parameter.name() + "="));
    }
    query.add(random.nextInt(query.size() + 1), parameter.name() + "=" + wrong(parameter, random));
    return path(target) + "?" + String.join("&", query);
  }

  private static String wrong(DocumentedParameter parameter, Random random) {
    if (parameter.type().equals("integer")) {
      return one(NUMBERS, random);
    }
    if (isInstant(parameter)) {
      return one(INSTANTS, random);
    }
    return parameter.type().equals("array")
        ? one(List.of(":x", "x", "%00", "%3A", "x".repeat(2_000)), random)
        : one(List.of("nope", "1", "%C3%BC", "%ff", "a".repeat(2_000), "%00"), random);
  }

  private static String cursor(List<String> known, Random random) {
    if (known.isEmpty() || random.nextInt(3) == 0) {
      return one(CURSORS, random);
    }
    String cursor = one(known, random);
    int at = random.nextInt(cursor.length());
    return switch (random.nextInt(5)) {
      case 0 -> cursor.substring(0, at);
      case 1 -> cursor.substring(at) + cursor;
      case 2 -> cursor + one(CURSORS, random);
      case 3 -> cursor.substring(0, at) + (char) ('0' + random.nextInt(40)) + cursor.substring(at);
      default -> cursor;
    };
  }

  private static String query(DocumentedOperation operation, Random random) {
    if (random.nextInt(20) == 0) {
      return "?"
          + one(List.of("&", "=", "a".repeat(5_000), "%", "&=&", "a=1&".repeat(900)), random);
    }
    StringBuilder query = new StringBuilder();
    for (DocumentedParameter parameter : operation.query()) {
      int times = random.nextInt(3);
      for (int i = 0; i < times; i++) {
        query.append(query.isEmpty() ? '?' : '&').append(parameter.name());
        query.append(random.nextInt(9) == 0 ? "" : "=").append(one(IDS, random));
      }
    }
    return query.toString();
  }
}
