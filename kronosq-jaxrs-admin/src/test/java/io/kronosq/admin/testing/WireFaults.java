package io.kronosq.admin.testing;

import static io.kronosq.admin.testing.Fault.one;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What is no HTTP, so that servers may answer it by themselves. */
final class WireFaults {
  private static final List<String> LINES =
      List.of(
          "no colon",
          ": no name",
          "a b: space",
          "X: \u0000",
          "X\u0000: a",
          "X: " + "y".repeat(100_000),
          "Host: other",
          "Content-Length: -1",
          "Content-Length: x",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: gzip, chunked");

  private static final List<String> CHUNKS =
      List.of("x\r\n{}\r\n0\r\n\r\n", "-1\r\n", "5\r\n{}", "ffffffffffffffff\r\n{}", "2\r\n{}", "");

  private WireFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
                "line",
                operation -> !operation.changes() && !operation.id().equals("eventsEvents"),
                (sound, of, random) -> sound.line(one(LINES, random)).unmeasured(),
                200)
            .orByServer(),
        Fault.of(
                "chunks",
                DocumentedOperation::hasBody,
                (sound, of, random) ->
                    sound.line("Transfer-Encoding: chunked").body(one(CHUNKS, random)).unmeasured(),
                400)
            .orByServer(),
        Fault.of(
                "length",
                DocumentedOperation::hasBody,
                (sound, of, random) ->
                    sound
                        .line("Content-Length: " + (1 + random.nextInt(9) + length(of)))
                        .unmeasured(),
                400)
            .orByServer(),
        Fault.of(
                "shorter length",
                DocumentedOperation::hasBody,
                (sound, of, random) ->
                    sound.line("Content-Length: " + random.nextInt(length(of))).unmeasured(),
                400)
            .orByServer());
  }

  private static int length(DocumentedOperation operation) {
    return operation.bodyExample().getBytes(UTF_8).length;
  }
}
