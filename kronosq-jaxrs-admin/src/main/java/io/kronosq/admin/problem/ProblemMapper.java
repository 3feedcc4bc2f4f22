package io.kronosq.admin.problem;

import io.kronosq.store.StoreException;
import io.kronosq.task.KronosException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every failure as problem details. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

  private static final MediaType PROBLEM = new MediaType("application", "problem+json");
  private static final int RETRY_AFTER_SECONDS = 2;

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return response(known.problem());
    }
    if (failure instanceof WebApplicationException refused) {
      return response(refused);
    }
    if (failure instanceof KronosException away) {
      return response(unavailable(away));
    }
    LOG.error("An admin resource failed", failure);
    return response(
        ProblemKind.FAILED.problem(
            "The server made a mistake",
            null,
            "See the server's log; the request can be repeated"));
  }

  /**
   * The answer that tells a problem.
   *
   * @param problem what it tells
   */
  public static Response response(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(PROBLEM).entity(problem);
    if (problem.status() == ProblemKind.UNAVAILABLE.status()) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return response.build();
  }

  private static Problem unavailable(KronosException failure) {
    String remedy =
        failure instanceof StoreException store
            ? switch (store.kind()) {
              case UNANSWERED ->
                  "A change may have taken effect: look before you repeat it, once Redis answers";
              case FULL -> "Give Redis more memory, or delete what is not needed";
              default -> "Nothing was changed: repeat the request when Redis answers";
            }
            : null;
    return ProblemKind.UNAVAILABLE.problem(String.valueOf(failure.getMessage()), null, remedy);
  }

  private static Response response(WebApplicationException refused) {
    Response given = refused.getResponse();
    int status = given.getStatus();
    if (status < Response.Status.BAD_REQUEST.getStatusCode()) {
      return given;
    }
    Response.ResponseBuilder response = Response.fromResponse(response(problem(status)));
    Object allow = given.getHeaders().getFirst(HttpHeaders.ALLOW);
    if (allow != null) {
      response.header(HttpHeaders.ALLOW, allow);
    }
    return response.build();
  }

  private static Problem problem(int status) {
    return switch (status) {
      case 404 ->
          ProblemKind.NOT_FOUND.problem(
              "There is no such resource", null, "openapi.yaml lists those there are");
      case 405 ->
          ProblemKind.METHOD_NOT_ALLOWED.problem(
              "The resource has no such method", null, "The header Allow lists those it has");
      case 406 ->
          ProblemKind.NOT_ACCEPTABLE.problem(
              "The resource is told as JSON only", "Accept", "Accept application/json");
      case 415 ->
          ProblemKind.UNSUPPORTED_TYPE.problem(
              "The body is read as JSON only", "Content-Type", "Send application/json");
      default -> other(status);
    };
  }

  private static Problem other(int status) {
    if (status >= 500) {
      return ProblemKind.FAILED.problem("The server made a mistake", null, "See the server's log");
    }
    return ProblemKind.MALFORMED.problem("The request can't be read", null, null);
  }
}
