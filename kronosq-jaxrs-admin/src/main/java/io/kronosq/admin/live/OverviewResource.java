package io.kronosq.admin.live;

import io.kronosq.admin.openapi.Operation;
import io.kronosq.cdi.config.AdminRole;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Whether it is well. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class OverviewResource {
  @Inject private Overviews overviews;

  /** Tells the overview of the last few seconds. */
  @GET
  @Operation(value = "Tells whether it is well", role = AdminRole.VIEWER)
  public Overview overview() {
    return overviews.latest();
  }
}
