package io.kronosq.admin.live;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages as server-sent events. */
final class SseOutlet implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(SseOutlet.class);

  private static final MediaType UTF_8_TEXT = MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8");

  /** How long a browser waits before it connects anew. */
  private static final int RECONNECT_MS = 3_000;

  private final SseEventSink sink;
  private final Sse sse;
  private final @Nullable AsyncContext answer;
  // Messages are sent one after the other.
  private volatile boolean greeted;

  /** To be made within the request. */
  SseOutlet(SseEventSink sink, Sse sse, HttpServletRequest request) {
    this.sink = sink;
    this.sse = sse;
    answer = request.isAsyncStarted() ? request.getAsyncContext() : null;
  }

  @Override
  public CompletionStage<?> send(Message message) {
    OutboundSseEvent.Builder event = sse.newEventBuilder();
    if (message.name().isEmpty()) {
      event.comment(message.data());
    } else {
      event.name(message.name()).mediaType(UTF_8_TEXT).data(message.data());
      if (message.id() != null) {
        event.id(message.id());
      }
      if (!greeted) {
        event.reconnectDelay(RECONNECT_MS);
        greeted = true;
      }
    }
    return sink.send(event.build());
  }

  /**
   * The sink's own end waits until the browser has read all, which may be never; the end of the
   * request does not.
   */
  @Override
  public void close() {
    try {
      if (answer == null) {
        sink.close();
      } else {
        answer.complete();
      }
    } catch (IllegalStateException e) {
      LOG.debug("The answer to a browser had ended already", e);
    }
  }
}
