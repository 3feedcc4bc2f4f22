package io.kronosq.sample.monitor;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** {@code GET /api/events}: task events as they happen. */
@Path("events")
@RequestScoped
public class EventResource {
  private static final long RETRY_AFTER_SECONDS = 10;

  @Inject EventBroadcast broadcast;

  /**
   * Streams batches of events, named {@code tasks}.
   *
   * @param sink the connection
   * @param sse makes the messages
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void events(@Context SseEventSink sink, @Context Sse sse) {
    if (!broadcast.subscribe(sink, sse)) {
      throw new ServiceUnavailableException(RETRY_AFTER_SECONDS);
    }
  }
}
