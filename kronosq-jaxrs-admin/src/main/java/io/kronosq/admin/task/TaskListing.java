package io.kronosq.admin.task;

import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.problem.Problems;
import io.kronosq.admin.query.Parameters;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.task.TaskState;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tasks of a queue are wanted, as the query says. */
public class TaskListing {
  private static final int MAX_LIMIT = 200;
  private static final int DEFAULT_LIMIT = 50;
  private static final int SCAN = 2_000;

  @Doc(
      value = "Where they stand; pending unless set",
      values = {"scheduled", "pending", "active", "retry", "archived", "completed", "aggregating"})
  @QueryParam("state")
  private @Nullable String state;

  @Doc("The type; one that ends with * means all types that begin so")
  @QueryParam("type")
  private @Nullable String type;

  @Doc("What the id begins with")
  @QueryParam("id")
  private @Nullable String id;

  @Doc("A text in payload, headers, id or type, whatever its case")
  @QueryParam("text")
  private @Nullable String text;

  @Doc("A text in class or message of the latest error, whatever its case")
  @QueryParam("error")
  private @Nullable String error;

  @Doc(
      value = "A header that they have, as name:value, or name: for any value",
      example = "tenant:7")
  @QueryParam("header")
  private @Nullable List<String> headers;

  @Doc("They were enqueued after it, an instant")
  @QueryParam("enqueuedAfter")
  private @Nullable String enqueuedAfter;

  @Doc("They were enqueued before it, an instant")
  @QueryParam("enqueuedBefore")
  private @Nullable String enqueuedBefore;

  @Doc(value = "Tasks of a page, 1 to 200; 50 unless set", type = "integer")
  @QueryParam("limit")
  private @Nullable String limit;

  @Doc("What the page before said of the next one")
  @QueryParam("cursor")
  private @Nullable String cursor;

  TaskQuery query(String queue) {
    TaskState at =
        state == null || state.isEmpty()
            ? TaskState.PENDING
            : Parameters.choice("state", TaskState.class, state);
    return new TaskQuery(
        queue,
        at,
        filter(),
        Parameters.number("limit", limit, 1, MAX_LIMIT, DEFAULT_LIMIT),
        SCAN,
        cursor == null || cursor.isEmpty() ? null : cursor);
  }

  private TaskFilter filter() {
    TaskFilter filter =
        TaskFilter.ALL
            .withType(Parameters.text(type))
            .withIdPrefix(Parameters.text(id))
            .withText(Parameters.text(text))
            .withEnqueuedAfter(Parameters.instant("enqueuedAfter", enqueuedAfter))
            .withError(Parameters.text(error))
            .withEnqueuedBefore(Parameters.instant("enqueuedBefore", enqueuedBefore));
    for (String header : headers == null ? List.<String>of() : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw Problems.malformed("header", "header must be name:value, or name: for any", null);
      }
      filter = filter.withHeader(header.substring(0, colon), header.substring(colon + 1));
    }
    return filter;
  }
}
