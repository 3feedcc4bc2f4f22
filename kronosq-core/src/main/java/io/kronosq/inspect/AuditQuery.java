package io.kronosq.inspect;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of the audit log, the latest entries first.
 *
 * @param user who acted; empty for all
 * @param action what was done; one that ends with {@code *} means all that begin so, empty all
 * @param limit most entries of the page, 1 to {@value #MAX_LIMIT}
 * @param after the {@link AuditPage#next()} of the page before; null for the first page
 */
public record AuditQuery(String user, String action, int limit, @Nullable String after) {
  /** Most entries of a page. */
  public static final int MAX_LIMIT = 1_000;

  /** The latest 100 entries. */
  public static final AuditQuery ALL = new AuditQuery("", "", 100, null);

  /** Checks the limit. */
  public AuditQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "A page has 1 to " + MAX_LIMIT + " entries, not limit " + limit);
    }
  }

  /**
   * Of one user.
   *
   * @param value empty for all
   */
  public AuditQuery byUser(String value) {
    return new AuditQuery(value, action, limit, after);
  }

  /**
   * Of one action, or of all that begin so.
   *
   * @param value exact, a prefix that ends with {@code *}, or empty for all
   */
  public AuditQuery ofAction(String value) {
    return new AuditQuery(user, value, limit, after);
  }

  /**
   * With a limit.
   *
   * @param value 1 to {@value #MAX_LIMIT}
   */
  public AuditQuery limitedTo(int value) {
    return new AuditQuery(user, action, value, after);
  }

  /**
   * Behind a page.
   *
   * @param next what {@link AuditPage#next()} said; null for the first page
   */
  public AuditQuery after(@Nullable String next) {
    return new AuditQuery(user, action, limit, next);
  }

  /**
   * Whether an entry is meant.
   *
   * @param entry not null
   */
  public boolean matches(AuditEntry entry) {
    boolean byUser = user.isEmpty() || user.equals(entry.user());
    if (action.endsWith("*")) {
      return byUser && entry.action().startsWith(action.substring(0, action.length() - 1));
    }
    return byUser && (action.isEmpty() || action.equals(entry.action()));
  }
}
