package io.kronosq.admin.problem;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of problems, one for each status and reason. */
public enum ProblemKind {
  /** Something of the request is not as it must be written. */
  MALFORMED(400, "The request is malformed"),
  /** Nobody has logged in. */
  NOT_LOGGED_IN(401, "Log in first"),
  /** Who has logged in may not do that. */
  NOT_ALLOWED(403, "Not allowed"),
  /** A change that may come from another site's page. */
  CROSS_SITE(403, "The request may come from another site"),
  /** Changes are switched off. */
  READ_ONLY(403, "Read-only"),
  /** There is no such thing. */
  NOT_FOUND(404, "Not found"),
  /** The resource has no such method. */
  METHOD_NOT_ALLOWED(405, "The method is not allowed"),
  /** The resource can't be told in any of the formats asked for. */
  NOT_ACCEPTABLE(406, "No acceptable format"),
  /** What is there is in the way. */
  CONFLICT(409, "Conflict"),
  /** Somebody else has changed it meanwhile. */
  CHANGED(412, "Changed meanwhile"),
  /** The body is too large. */
  TOO_LARGE(413, "The request is too large"),
  /** The body is of a format that is not read. */
  UNSUPPORTED_TYPE(415, "The format of the body is not supported"),
  /** Understood, but a value is not allowed. */
  REFUSED(422, "The value is not allowed"),
  /** If-Match is missing. */
  CONDITION_MISSING(428, "A condition is missing"),
  /** A mistake of ours. */
  FAILED(500, "The request failed"),
  /** Redis, or Kronosq itself, is not there. */
  UNAVAILABLE(503, "Unavailable");

  private final int status;
  private final String title;

  ProblemKind(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /**
   * A problem of this kind.
   *
   * @param detail what is wrong with the request
   * @param field what of it; null for nothing in particular
   * @param remedy what to do; null when there is nothing to say
   */
  public Problem problem(String detail, @Nullable String field, @Nullable String remedy) {
    String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Problem(Problem.TYPES + name, title, status, detail, field, remedy);
  }

  /**
   * An exception that tells a problem of this kind.
   *
   * @param detail what is wrong with the request
   * @param field what of it; null for nothing in particular
   * @param remedy what to do; null when there is nothing to say
   */
  public ProblemException exception(
      String detail, @Nullable String field, @Nullable String remedy) {
    return new ProblemException(problem(detail, field, remedy));
  }
}
