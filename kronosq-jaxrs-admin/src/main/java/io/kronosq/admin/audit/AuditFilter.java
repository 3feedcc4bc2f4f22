package io.kronosq.admin.audit;

import io.kronosq.admin.audit.AdminAction.Outcome;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.security.Caller;
import io.kronosq.admin.security.ChangeGuard;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each change that was answered, also of those that were refused. */
public final class AuditFilter implements ContainerResponseFilter {
  private static final Logger LOG = LoggerFactory.getLogger(AuditFilter.class);

  @Context
  @SuppressWarnings("NullAway.Init")
  private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!ChangeGuard.isChange(request.getMethod())) {
      return;
    }
    AuditNote note = CDI.current().select(AuditNote.class).get();
    int status = response.getStatus();
    AdminAction action =
        new AdminAction(
            CDI.current().select(Caller.class).get().name(),
            action(request),
            Objects.requireNonNullElseGet(note.target(), () -> target(request)),
            note.details(),
            status,
            Outcome.of(status),
            status < 400 ? note.affected() : 0);
    try {
      CDI.current().select(AuditTrail.class).get().tell(action);
    } catch (RuntimeException e) {
      // An observer's: the change was made, and its answer stays true.
      LOG.error("An observer of {} failed", action, e);
    }
  }

  private String action(ContainerRequestContext request) {
    Operation operation = operation();
    return operation == null || operation.action().isEmpty()
        ? request.getMethod() + " " + request.getUriInfo().getPath()
        : operation.action();
  }

  /** Of a request that was refused before its resource was found there is none. */
  private @Nullable Operation operation() {
    Method method;
    try {
      method = resource.getResourceMethod();
    } catch (RuntimeException e) {
      // Servers differ in what they tell when there is no method.
      return null;
    }
    return method == null ? null : method.getAnnotation(Operation.class);
  }

  /** What of the path names things, such as {@code default/01J…}; servers order it as they like. */
  private static String target(ContainerRequestContext request) {
    MultivaluedMap<String, String> named = request.getUriInfo().getPathParameters();
    return Stream.of("queue", "id")
        .map(named::getFirst)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("/"));
  }
}
