package io.kronosq.it.hosting;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** How this application tells of its failures. */
@Provider
public class TeapotMapper implements ExceptionMapper<IllegalStateException> {
  @Override
  public Response toResponse(IllegalStateException failure) {
    return Response.status(418).entity("teapot").build();
  }
}
