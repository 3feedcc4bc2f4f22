package io.kronosq.sample.web;

import io.kronosq.task.KronosException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that the queue can't be reached. The reason is for the log, since it tells of the network
 * inside.
 */
@Provider
public class QueueProblemMapper implements ExceptionMapper<KronosException> {
  private static final Logger LOG = LoggerFactory.getLogger(QueueProblemMapper.class);

  @Override
  public Response toResponse(KronosException failure) {
    LOG.error("The queue did not answer as it should", failure);
    return Problem.of(
            Response.Status.SERVICE_UNAVAILABLE,
            "The queue can't be reached at the moment; please try again later")
        .toResponse();
  }
}
