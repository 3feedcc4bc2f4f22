package io.kronosq.admin.security;

import io.kronosq.admin.problem.Problem;
import io.kronosq.admin.problem.ProblemKind;
import io.kronosq.admin.problem.ProblemMapper;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Lets in who has logged in, before anything else is told, even whether a resource is there. */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class AdmissionFilter implements ContainerRequestFilter {
  @Context
  @SuppressWarnings("NullAway.Init")
  private HttpServletRequest request;

  @Context
  @SuppressWarnings("NullAway.Init")
  private HttpServletResponse response;

  @Override
  public void filter(ContainerRequestContext context) {
    Problem problem = CDI.current().select(Gate.class).get().admit(request, response);
    if (problem != null && problem.status() == ProblemKind.NOT_LOGGED_IN.status()) {
      context.abortWith(challenge(problem));
      return;
    }
    if (problem == null) {
      problem = CDI.current().select(ChangeGuard.class).get().check(context);
    }
    if (problem != null) {
      context.abortWith(ProblemMapper.response(problem));
    }
  }

  /** The container may have chosen another answer, such as the way to a page for the login. */
  private Response challenge(Problem problem) {
    int chosen = response.getStatus();
    boolean redirects =
        Response.Status.Family.familyOf(chosen) == Response.Status.Family.REDIRECTION;
    return redirects ? Response.status(chosen).build() : ProblemMapper.response(problem);
  }
}
