package io.kronosq.admin;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/**
 * The one root resource, from which all others hang. It is implemented by a lambda only: an
 * application that has its classes scanned for resources finds no class that implements it, and so
 * does not expose what {@link AdminApplication} guards.
 */
@Path("")
@FunctionalInterface
public interface AdminRoot {
  /**
   * The resource of an area.
   *
   * @param area the first segment of the path
   */
  @Path("{area}")
  Object area(@PathParam("area") String area);
}
