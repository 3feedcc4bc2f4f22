package io.kronosq.admin.security;

import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.ProblemKind;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;

/** Lets through what the caller may do. */
@Priority(Priorities.AUTHORIZATION)
public final class PermissionFilter implements ContainerRequestFilter {
  @Context
  @SuppressWarnings("NullAway.Init")
  private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext context) {
    Operation operation = resource.getResourceMethod().getAnnotation(Operation.class);
    if (operation == null) {
      throw ProblemKind.NOT_ALLOWED.exception("Nobody may do that", null, null);
    }
    CDI.current().select(Caller.class).get().demand(operation.role());
  }
}
