package io.kronosq.sample.web;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Gives problem details to answers that would have an empty body. */
@Provider
public class WebProblemMapper implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException failure) {
    Response answer = failure.getResponse();
    if (answer.hasEntity() || answer.getStatus() < 400) {
      return answer;
    }
    String detail = failure.getMessage() == null ? "" : failure.getMessage();
    return Response.fromResponse(answer)
        .type(Problem.MEDIA_TYPE)
        .entity(Problem.of(answer.getStatusInfo(), detail))
        .build();
  }
}
