package io.kronosq.admin.live;

import io.kronosq.event.FeedEvent;
import io.kronosq.event.ServerEvent;
import io.kronosq.event.TaskEvent;
import io.kronosq.task.TaskError;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events as messages. An event is put into words once, for all browsers that want it. */
final class EventTexts {
  private static final int LONGEST_ERROR = 300;

  /** Browsers get an event at nearly the same time. */
  private static final int KEPT = 256;

  private final JsonBuilderFactory json = JsonProvider.provider().createBuilderFactory(Map.of());

  /** By id, the oldest first; guarded by itself. */
  private final Map<String, Message> kept = new LinkedHashMap<>();

  Message of(FeedEvent event) {
    synchronized (kept) {
      Message known = kept.get(event.id());
      if (known != null) {
        return known;
      }
      Message made = made(event);
      kept.put(event.id(), made);
      if (kept.size() > KEPT) {
        Iterator<String> oldest = kept.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
      return made;
    }
  }

  private Message made(FeedEvent event) {
    if (event instanceof FeedEvent.OfTask task) {
      return new Message("task", task.id(), task(task.id(), task.event()).toString());
    }
    if (event instanceof FeedEvent.OfServer server) {
      return new Message("server", server.id(), server(server.id(), server.event()).toString());
    }
    return new Message("gap", event.id(), gap("trimmed").build().toString());
  }

  /**
   * Tells that events were left out because there were too many for one to read.
   *
   * @param missed how many
   */
  Message leftOut(long missed) {
    return new Message("gap", null, gap("fast").add("missed", missed).build().toString());
  }

  private JsonObjectBuilder gap(String reason) {
    return json.createObjectBuilder().add("reason", reason);
  }

  private JsonObject task(String id, TaskEvent event) {
    JsonObjectBuilder object =
        json.createObjectBuilder()
            .add("id", id)
            .add("event", event.type().name())
            .add("taskId", event.taskId())
            .add("taskType", event.taskType())
            .add("queue", event.queue())
            .add("server", event.server())
            .add("at", event.at().toString())
            .add("retried", event.retried())
            .add("maxRetry", event.maxRetry());
    if (event.runtime() != null) {
      object.add("runtimeMs", event.runtime().toMillis());
    }
    if (event.error() != null) {
      object.add("error", error(event.error()));
    }
    if (event.retryIn() != null) {
      object.add("retryInMs", event.retryIn().toMillis());
    }
    return object.build();
  }

  private JsonObjectBuilder error(TaskError error) {
    String message = error.message();
    return json.createObjectBuilder()
        .add("class", error.className())
        .add(
            "message",
            message.length() <= LONGEST_ERROR
                ? message
                : message.substring(0, LONGEST_ERROR - 1) + "…");
  }

  private JsonObject server(String id, ServerEvent event) {
    return json.createObjectBuilder()
        .add("id", id)
        .add("event", event.type().name())
        .add("server", event.server())
        .add("name", event.name())
        .add("at", event.at().toString())
        .add("from", event.from())
        .add("to", event.to())
        .add("reason", event.reason().name())
        .build();
  }
}
