package io.kronosq.admin.testing;

import static io.kronosq.admin.testing.Fault.one;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Logins, headers, methods and formats that must be refused. */
final class HeaderFaults {
  /** Without what is no Base64, which WildFly answers by itself with 500, before any resource. */
  private static final List<String> LOGINS =
      List.of(
          "",
          "Basic",
          "Basic " + base64("admin:wrong"),
          "Basic " + base64("admin"),
          "Basic " + base64(":"),
          "Basic " + base64("\u0000:\u00ff"),
          "Basic " + base64("admin:" + "x".repeat(2_000)),
          "Bearer x.y.z",
          "Digest username=\"admin\"",
          "\u00ff\u00fe");

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "BREW", "PROPFIND", "brew", "X".repeat(20));

  private static final List<String> FORMATS =
      List.of("image/png", "text/html", "application/xml", "text/plain");

  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "text/xml",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "application/octet-stream",
          "application/merge-patch+json",
          "json",
          "/",
          "a/b/c",
          ";;;",
          "\u00ff/\u00ff");

  private static final List<String> ORIGINS =
      List.of(
          "null", "http://evil.example", "https://localhost", "http://localhost:1", "%", "\u00ff");

  private HeaderFaults() {}

  private static String base64(String login) {
    return Base64.getEncoder().encodeToString(login.getBytes(ISO_8859_1));
  }

  private static String other(Set<String> known, Random random) {
    return one(METHODS.stream().filter(method -> !known.contains(method)).toList(), random);
  }

  static List<Fault> all(List<DocumentedOperation> operations) {
    Map<String, Set<String>> known =
        operations.stream()
            .collect(
                Collectors.groupingBy(
                    DocumentedOperation::path,
                    Collectors.mapping(DocumentedOperation::method, Collectors.toSet())));
    return List.of(
        Fault.of(
                "login",
                any -> true,
                (sound, of, random) -> sound.header("Authorization", one(LOGINS, random)),
                401)
            .orByServer(),
        Fault.of(
            "own header",
            DocumentedOperation::changes,
            (sound, of, random) ->
                random.nextBoolean()
                    ? sound.without("X-Kronosq-Request")
                    : sound.header("X-Kronosq-Request", " "),
            403),
        Fault.of(
            "origin",
            DocumentedOperation::changes,
            (sound, of, random) -> sound.header("Origin", one(ORIGINS, random)),
            403),
        Fault.of(
            "site",
            DocumentedOperation::changes,
            (sound, of, random) ->
                sound.header(
                    "Sec-Fetch-Site",
                    one(List.of("cross-site", "same-site", "x", "\u00ff"), random)),
            403),
        Fault.of(
            "version",
            DocumentedOperation::needsVersion,
            (sound, of, random) ->
                sound.header(
                    "If-Match", one(List.of("x", "\"x\"", ",,,", "W/\"1\"", "**"), random)),
            412),
        Fault.of(
            "no version",
            DocumentedOperation::needsVersion,
            (sound, of, random) -> sound.without("If-Match"),
            428),
        Fault.of(
                "method",
                // Some servers take it for the id of a schedule.
                operation -> !operation.path().equals("/schedules/preview"),
                (sound, of, random) ->
                    sound
                        .header("X-Kronosq-Request", "1")
                        .method(other(known.get(of.path()), random)),
                405)
            .orByServer(),
        Fault.of(
            "format",
            operation -> operation.success() != 204,
            (sound, of, random) -> sound.header("Accept", one(FORMATS, random)),
            406),
        Fault.of(
            "type",
            DocumentedOperation::hasBody,
            (sound, of, random) -> sound.header("Content-Type", one(TYPES, random)),
            400,
            415));
  }
}
