package io.kronosq.sample.web;

import io.kronosq.task.KronosException;
import jakarta.ejb.EJBException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Looks inside the exception in which session beans wrap those that they did not declare. */
@Provider
public class SessionBeanProblemMapper implements ExceptionMapper<EJBException> {
  private final QueueProblemMapper queueProblems = new QueueProblemMapper();

  @Override
  public Response toResponse(EJBException failure) {
    if (failure.getCause() instanceof KronosException cause) {
      return queueProblems.toResponse(cause);
    }
    throw failure;
  }
}
