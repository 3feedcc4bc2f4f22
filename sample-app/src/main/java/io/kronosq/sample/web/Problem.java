package io.kronosq.sample.web;

import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * Why a request was not served, as RFC 9457 has it.
 *
 * @param title the kind of problem
 * @param status the HTTP status
 * @param detail what happened and what to do
 * @param errors the fields at fault; may be empty
 */
public record Problem(String title, int status, String detail, List<FieldProblem> errors) {
  /** The media type of such an answer. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * A problem that no field is to blame for.
   *
   * @param status the HTTP status
   * @param detail what happened and what to do
   */
  public static Problem of(Response.StatusType status, String detail) {
    return new Problem(status.getReasonPhrase(), status.getStatusCode(), detail, List.of());
  }

  /** The answer. */
  public Response toResponse() {
    return Response.status(status).type(MEDIA_TYPE).entity(this).build();
  }
}
