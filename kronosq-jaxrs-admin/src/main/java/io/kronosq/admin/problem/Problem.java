package io.kronosq.admin.problem;

import org.jspecify.annotations.Nullable;

/**
 * Why a request was not answered as wished, see RFC 9457.
 *
 * @param type names the kind of problem, for programs
 * @param title the kind of problem in words
 * @param status the status of the answer
 * @param detail what is wrong with this request
 * @param field which parameter, header or property of the body is wrong; null for none
 * @param remedy what to do; null when there is nothing to say
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String field,
    @Nullable String remedy) {
  /** What all types begin with. */
  public static final String TYPES = "urn:kronosq:problem:";
}
