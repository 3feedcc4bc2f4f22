package io.kronosq.it.hosting;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** A resource that could be taken for one of the admin resources. */
@Path("queues")
public class GreetingResource {
  @GET
  @Path("{name}")
  public String greet(@PathParam("name") String name) {
    if (name.equals("broken")) {
      throw new IllegalStateException("on purpose");
    }
    return "Hello " + name;
  }
}
