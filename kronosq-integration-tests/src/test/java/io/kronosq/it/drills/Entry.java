package io.kronosq.it.drills;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the journal.
 *
 * @param atMillis when it was written, by the journal's clock
 * @param kind what happened
 * @param worker the worker process that tells it
 * @param id the task's id, or for {@link Kind#IDENTITY} the server's; empty for none
 * @param crashes servers that had died with the task by then
 * @param retried retries that the task had spent by then
 */
record Entry(long atMillis, Kind kind, String worker, String id, int crashes, int retried) {
  enum Kind {
    /** A worker process has started its server. */
    UP,
    /** A worker process has run a task under this server id for the first time. */
    IDENTITY,
    /** A handler begins. */
    START,
    /** A handler is about to return. */
    END,
    /** A handler was interrupted. */
    INTERRUPTED,
    SUCCEEDED,
    FAILED,
    RETRIED,
    ARCHIVED,
    RECOVERED,
    RETURNED,
    STUCK,
    REFUSED
  }

  /** As fields of a Redis stream; the time is the stream's own. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("k", kind.name());
    fields.put("w", worker);
    fields.put("id", id);
    fields.put("c", Integer.toString(crashes));
    fields.put("r", Integer.toString(retried));
    return fields;
  }

  static Entry of(String streamId, Map<String, String> fields) {
    return new Entry(
        Long.parseLong(streamId.substring(0, streamId.indexOf('-'))),
        Kind.valueOf(fields.get("k")),
        fields.get("w"),
        fields.get("id"),
        Integer.parseInt(fields.get("c")),
        Integer.parseInt(fields.get("r")));
  }
}
