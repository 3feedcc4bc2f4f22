package io.kronosq.admin.live;

import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.ProblemKind;
import io.kronosq.cdi.config.AdminRole;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** What happens, while it happens. */
@Dependent
public class EventsResource {
  @Inject private LiveStreams streams;

  /** Sends events until the browser goes, and for some ten minutes at most. */
  @GET
  @Operation(
      value = "Sends what happens, while it happens",
      role = AdminRole.VIEWER,
      answers = {200, 400},
      returns = String.class)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void events(
      @Doc(
              value =
                  "Kinds of events, separated by commas: task, server, stats, findings, job,"
                      + " redis; all unless set",
              example = "task,stats")
          @QueryParam("kinds")
          @Nullable String kinds,
      @Doc("The queue of the tasks") @QueryParam("queue") @Nullable String queue,
      @Doc("The type of the tasks; one that ends with * means all types that begin so")
          @QueryParam("type")
          @Nullable String type,
      @Doc("What happened to the tasks, names of TaskEventType separated by commas")
          @QueryParam("event")
          @Nullable String event,
      @Doc(
              value = "How grave it is at least",
              values = {"info", "warning", "error"})
          @QueryParam("level")
          @Nullable String level,
      @Doc("The id of the last event that was received") @QueryParam("lastEventId")
          @Nullable String lastEventId,
      @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String resumedAfter,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletRequest request,
      @Context HttpServletResponse response) {
    Selection selection = Selection.of(kinds, queue, type, event, level);
    Principal user = request.getUserPrincipal();
    // Proxies that gather answers would gather this one for ever.
    response.setHeader("X-Accel-Buffering", "no");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform");
    boolean opened =
        streams.open(
            new SseOutlet(sink, sse, request),
            selection,
            // A browser that connects anew sends both; the header is of the later event.
            resumedAfter == null || resumedAfter.isEmpty() ? lastEventId : resumedAfter,
            user == null ? "nobody" : user.getName());
    if (!opened) {
      throw ProblemKind.UNAVAILABLE.exception(
          "As many browsers watch as may at a time, or the application stops",
          null,
          "Close some, or try again in a moment");
    }
  }
}
