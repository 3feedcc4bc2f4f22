package io.kronosq.admin.live;

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
  public Overview overview() {
    return overviews.latest();
  }
}
