package io.kronosq.admin.job;

import io.kronosq.inspect.TaskFilter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are meant: those that match every part; null matches all.
 *
 * @param type the type; one that ends with {@code *} means all types that begin so
 * @param id what the id begins with
 * @param text a text in payload, headers, id or type, whatever its case
 * @param error a text in class or message of the latest error, whatever its case
 * @param headers headers that they have; an empty value means any
 * @param enqueuedAfter they were enqueued after it
 * @param enqueuedBefore they were enqueued before it
 */
public record TaskFilterView(
    @Nullable String type,
    @Nullable String id,
    @Nullable String text,
    @Nullable String error,
    @Nullable Map<String, String> headers,
    @Nullable Instant enqueuedAfter,
    @Nullable Instant enqueuedBefore) {
  static TaskFilterView of(TaskFilter filter) {
    return new TaskFilterView(
        orNull(filter.type()),
        orNull(filter.idPrefix()),
        orNull(filter.text()),
        orNull(filter.error()),
        filter.headers().isEmpty() ? null : filter.headers(),
        filter.enqueuedAfter(),
        filter.enqueuedBefore());
  }

  TaskFilter filter() {
    TaskFilter filter =
        TaskFilter.ALL
            .withType(text(type))
            .withIdPrefix(text(id))
            .withText(text(text))
            .withError(text(error))
            .withEnqueuedAfter(enqueuedAfter)
            .withEnqueuedBefore(enqueuedBefore);
    if (headers != null) {
      for (Map.Entry<String, String> header : headers.entrySet()) {
        filter = filter.withHeader(header.getKey(), header.getValue());
      }
    }
    return filter;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static @Nullable String orNull(String value) {
    return value.isEmpty() ? null : value;
  }
}
