package io.kronosq.admin.live;

import java.util.Map;

/**
 * Something that needs attention.
 *
 * @param code what kind of thing it is, such as {@code QUEUE_WITHOUT_SERVER}
 * @param severity {@code INFO}, {@code WARNING} or {@code CRITICAL}
 * @param subjectKind what kind of thing it is about, such as {@code QUEUE}
 * @param subject the name of that thing; empty for Redis
 * @param message what is wrong
 * @param remedy what to do about it
 * @param data numbers and names in it
 */
public record Finding(
    String code,
    String severity,
    String subjectKind,
    String subject,
    String message,
    String remedy,
    Map<String, String> data) {
  /** Copies the map. */
  public Finding {
    data = Map.copyOf(data);
  }

  static Finding of(io.kronosq.diagnose.Finding finding) {
    return new Finding(
        finding.code().name(),
        finding.severity().name(),
        finding.subjectKind().name(),
        finding.subject(),
        finding.message(),
        finding.remedy(),
        finding.data());
  }
}
