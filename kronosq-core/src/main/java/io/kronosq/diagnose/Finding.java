package io.kronosq.diagnose;

import java.util.Map;

/**
 * Something that is wrong, or good to know.
 *
 * @param code what it is
 * @param subjectKind what it is about
 * @param subject the name of that; empty for a single Redis
 * @param message what is wrong, with its figures; for people
 * @param remedy what to do about it; for people
 * @param data the same figures and names by themselves
 */
public record Finding(
    FindingCode code,
    SubjectKind subjectKind,
    String subject,
    String message,
    String remedy,
    Map<String, String> data) {
  /** Copies the map. */
  public Finding {
    data = Map.copyOf(data);
  }

  /** How urgent it is. */
  public Severity severity() {
    return code.severity();
  }
}
