package io.kronosq.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit log.
 *
 * @param entries the latest first
 * @param next goes into {@link AuditQuery#after}; null when this is the last page
 */
public record AuditPage(List<AuditEntry> entries, @Nullable String next) {
  /** Copies the list. */
  public AuditPage {
    entries = List.copyOf(entries);
  }
}
