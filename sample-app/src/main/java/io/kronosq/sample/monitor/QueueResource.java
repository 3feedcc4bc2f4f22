package io.kronosq.sample.monitor;

import io.kronosq.Inspector;
import io.kronosq.task.QueueInfo;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code GET /api/queues}. */
@Path("queues")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueueResource {
  @Inject Inspector inspector;

  /** All queues that ever had a task. */
  @GET
  public List<QueueInfo> queues() {
    return inspector.queues();
  }
}
