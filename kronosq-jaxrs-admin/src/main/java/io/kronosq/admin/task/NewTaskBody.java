package io.kronosq.admin.task;

import io.kronosq.admin.problem.Problems;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.Unique;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task to be enqueued.
 *
 * @param type its type
 * @param payload its payload, as JSON; at most one of the three payloads is given
 * @param payloadText its payload, as text
 * @param payloadBase64 its payload, in Base64
 * @param id its id; a generated one unless set
 * @param delayMs start no earlier than this long from now
 * @param processAt start no earlier than this
 * @param maxRetry retries allowed
 * @param timeoutMs limit of one attempt; 0 for none
 * @param deadline no attempt may run after it
 * @param retentionMs how long it is kept once completed
 * @param uniqueMs how long a second one of this type and payload is kept out
 * @param headers travel with it
 * @param limitKey has limits by it
 */
public record NewTaskBody(
    String type,
    @Nullable JsonValue payload,
    @Nullable String payloadText,
    @Nullable String payloadBase64,
    @Nullable String id,
    @Nullable Long delayMs,
    @Nullable Instant processAt,
    @Nullable Integer maxRetry,
    @Nullable Long timeoutMs,
    @Nullable Instant deadline,
    @Nullable Long retentionMs,
    @Nullable Long uniqueMs,
    @Nullable Map<String, String> headers,
    @Nullable String limitKey) {
  private static final long LONGEST_MS = Duration.ofDays(3_660).toMillis();
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  Task task() {
    byte[] bytes = bytes();
    return Problems.allowing("type", () -> Task.of(type, bytes));
  }

  private byte[] bytes() {
    if (Stream.of(payload, payloadText, payloadBase64).filter(each -> each != null).count() > 1) {
      throw Problems.refused(
          "payload", "Give one of payload, payloadText and payloadBase64, not more");
    }
    if (payload != null) {
      return payload.toString().getBytes(StandardCharsets.UTF_8);
    }
    if (payloadText != null) {
      return payloadText.getBytes(StandardCharsets.UTF_8);
    }
    if (payloadBase64 == null) {
      return new byte[0];
    }
    try {
      return Base64.getDecoder().decode(payloadBase64);
    } catch (IllegalArgumentException e) {
      // Without its message, which shows characters of the payload.
      throw Problems.refused("payloadBase64", "It is not Base64");
    }
  }

  List<EnqueueOption> options(String queue) {
    List<EnqueueOption> options = new ArrayList<>();
    options.add(EnqueueOption.queue(queue));
    if (delayMs != null && processAt != null) {
      throw Problems.refused("delayMs", "Give one of delayMs and processAt, not both");
    }
    if (delayMs != null) {
      options.add(EnqueueOption.delay(time("delayMs", delayMs, 0)));
    }
    if (processAt != null) {
      options.add(EnqueueOption.processAt(instant("processAt", processAt)));
    }
    if (maxRetry != null) {
      if (maxRetry < 0) {
        throw Problems.refused("maxRetry", "maxRetry must be 0 or more");
      }
      options.add(EnqueueOption.maxRetry(maxRetry));
    }
    if (timeoutMs != null) {
      options.add(EnqueueOption.timeout(time("timeoutMs", timeoutMs, 0)));
    }
    if (deadline != null) {
      options.add(EnqueueOption.deadline(instant("deadline", deadline)));
    }
    if (retentionMs != null) {
      options.add(EnqueueOption.retention(time("retentionMs", retentionMs, 0)));
    }
    if (uniqueMs != null) {
      options.add(EnqueueOption.unique(Unique.byTypeAndPayload(time("uniqueMs", uniqueMs, 1))));
    }
    if (id != null) {
      options.add(Problems.allowing("id", () -> EnqueueOption.taskId(id)));
    }
    if (headers != null) {
      options.add(EnqueueOption.headers(headers));
    }
    if (limitKey != null) {
      options.add(Problems.allowing("limitKey", () -> EnqueueOption.limitKey(limitKey)));
    }
    return options;
  }

  private static Duration time(String field, long millis, long least) {
    if (millis < least || millis > LONGEST_MS) {
      throw Problems.refused(field, field + " must be from " + least + " to " + LONGEST_MS);
    }
    return Duration.ofMillis(millis);
  }

  private static Instant instant(String field, Instant value) {
    if (value.isBefore(EARLIEST) || value.isAfter(LATEST)) {
      throw Problems.refused(field, field + " must be from " + EARLIEST + " to " + LATEST);
    }
    return value;
  }
}
