package io.kronosq.admin.query;

import io.kronosq.admin.problem.ProblemKind;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Versions of what two people could change at the same time. */
public final class Versions {
  private static final int LENGTH = 16;

  private Versions() {}

  /**
   * The version of a thing.
   *
   * @param thing told by its text: a record of values
   */
  public static EntityTag of(Object thing) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(thing.toString().getBytes(StandardCharsets.UTF_8));
      return new EntityTag(HexFormat.of().formatHex(digest).substring(0, LENGTH));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * Refuses a change of another version than the one that is there.
   *
   * @param ifMatch the header of the request
   * @param current what is there
   * @throws io.kronosq.admin.problem.ProblemException when it is missing, or of another version
   */
  public static void check(@Nullable String ifMatch, Object current) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw ProblemKind.CONDITION_MISSING.exception(
          "The header If-Match is missing",
          HttpHeaders.IF_MATCH,
          "Read it first, and send its ETag as If-Match");
    }
    String version = '"' + of(current).getValue() + '"';
    boolean matches =
        Arrays.stream(ifMatch.split(","))
            .map(String::trim)
            .anyMatch(tag -> tag.equals("*") || tag.equals(version));
    if (!matches) {
      throw ProblemKind.CHANGED.exception(
          "Somebody else has changed it meanwhile",
          HttpHeaders.IF_MATCH,
          "Read it again, and decide anew");
    }
  }
}
