package io.kronosq.sample.monitor;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A browser that watches. What it is too slow for is left out. Not safe for use by many threads.
 */
final class EventSubscriber {
  private static final int ROUNDS_BETWEEN_SIGNS_OF_LIFE = 40;

  private final SseEventSink sink;
  private final Sse sse;
  private final EventTail tail;
  private CompletionStage<?> sending = CompletableFuture.completedFuture(null);
  private long seen;

  // The first round sends something in any case: only then the browser learns that it is connected.
  private int idleRounds = ROUNDS_BETWEEN_SIGNS_OF_LIFE;

  EventSubscriber(SseEventSink sink, Sse sse, EventTail tail) {
    this.sink = sink;
    this.sse = sse;
    this.tail = tail;
    seen = tail.forgotten();
  }

  boolean isGone() {
    return sink.isClosed();
  }

  /** Sends what is new, unless the last batch is still under way. */
  void update() {
    if (!sending.toCompletableFuture().isDone()) {
      return;
    }
    EventBatch batch = tail.after(seen);
    if (batch.last() > seen) {
      seen = batch.last();
      send(
          sse.newEventBuilder()
              .name("tasks")
              .mediaType(MediaType.APPLICATION_JSON_TYPE)
              .data(EventBatch.class, batch)
              .build());
    } else if (idleRounds++ >= ROUNDS_BETWEEN_SIGNS_OF_LIFE) {
      // A connection whose other end is gone is only noticed by writing to it.
      send(sse.newEventBuilder().comment("still here").build());
    }
  }

  void close() {
    sink.close();
  }

  private void send(OutboundSseEvent event) {
    idleRounds = 0;
    sending = sink.send(event);
  }
}
