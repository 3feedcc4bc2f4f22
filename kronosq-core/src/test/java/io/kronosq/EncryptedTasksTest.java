package io.kronosq;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.event.TaskEventType;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskHandler;
import io.kronosq.handler.TaskRouter;
import io.kronosq.schedule.Schedule;
import io.kronosq.task.Aggregation;
import io.kronosq.task.Attempt;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.KeyRing;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Payloads that are stored compressed and encrypted. */
class EncryptedTasksTest {
  private static final PayloadCodec SECRET = PayloadCodec.plain().compressed().encrypted(ring(1));
  private static final String TEXT = "a secret of some length. ".repeat(200);

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final RecordedEvents events = new RecordedEvents();
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  private static KeyRing ring(int... keys) {
    KeyRing.Builder ring = KeyRing.builder();
    for (int key : keys) {
      byte[] bytes = new byte[KeyRing.KEY_BYTES];
      bytes[0] = (byte) key;
      ring.key("k" + key, bytes);
    }
    return ring.build();
  }

  private KronosClient client(PayloadCodec codec) {
    return KronosClient.builder(engine.store()).codec(codec).build();
  }

  private KronosServer start(PayloadCodec codec, TaskHandler handler) {
    HandlerOptions atOnce =
        HandlerOptions.DEFAULT.withRetryPolicy(RetryPolicy.fixed(Duration.ZERO));
    return engine.start(
        engine.server(new TaskRouter().handle("t", handler, atOnce)).codec(codec).onEvent(events));
  }

  private TaskInfo info(TaskRef ref) {
    return engine.inspector().task(ref.queue(), ref.id()).orElseThrow();
  }

  @Test
  void payloadResultAndCheckpointAreReadableForTheHandlerAndForNobodyElse() {
    start(
        SECRET,
        context -> {
          if (context.retried() == 0) {
            context.checkpoint("at " + TEXT);
            throw new IllegalStateException("first attempt");
          }
          seen.add(context.payload(String.class));
          seen.add(new String(context.payload(), UTF_8));
          seen.add(context.lastCheckpoint(String.class).orElseThrow());
          context.result("of " + TEXT);
        });
    TaskRef ref =
        client(SECRET)
            .enqueue(
                Task.of("t", TEXT.getBytes(UTF_8)), EnqueueOption.retention(Duration.ofHours(1)));
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(seen).containsExactly(TEXT, TEXT, "at " + TEXT);
    TaskInfo info = info(ref);
    assertThat(info.encoding()).contains("aes-256-gcm");
    assertThat(info.payload(SECRET, String.class)).isEqualTo(TEXT);
    assertThat(info.result(SECRET, String.class)).contains("of " + TEXT);
    assertThat(info.checkpoint(SECRET, String.class)).contains("at " + TEXT);
    for (byte[] stored :
        List.of(info.payload(), info.result(), info.notes().checkpoint().bytes())) {
      assertThat(new String(stored, ISO_8859_1)).doesNotContain("secret");
      assertThat(stored).hasSizeLessThan(TEXT.length() / 4);
    }
  }

  @Test
  void whatWasEnqueuedBeforeEncryptionWasSwitchedOnIsStillRead() {
    TaskRef ref = client(PayloadCodec.plain()).enqueue("t", "old");
    start(SECRET, context -> seen.add(context.payload(String.class)));
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(seen).containsExactly("old");
  }

  @Test
  void aTaskWhoseKeyIsMissingWaitsForItAndSpendsNoRetry() {
    TaskRef ref =
        client(PayloadCodec.plain().encrypted(ring(2)))
            .enqueue("t", "x", EnqueueOption.maxRetry(0));
    start(SECRET, context -> seen.add(context.payload(String.class)));
    Await.until("it waits", () -> info(ref).state() == TaskState.RETRY);
    TaskInfo info = info(ref);
    assertThat(info.attempts().retried()).isZero();
    Attempt attempt = info.attempts().attempts().get(0);
    assertThat(attempt.kind()).isEqualTo(Attempt.Kind.POSTPONED);
    assertThat(attempt.error().message()).contains("'k2'").contains("missing here");
    start(
        PayloadCodec.plain().encrypted(ring(1, 2)),
        context -> seen.add(context.payload(String.class)));
    while (seen.isEmpty()) {
      engine.inspector().runTask(ref.queue(), ref.id());
    }
    assertThat(seen).containsExactly("x");
  }

  @Test
  void tasksOfTheSamePayloadAreTheSameInSpiteOfTheirNonces() {
    KronosClient client = client(SECRET);
    EnqueueOption unique = EnqueueOption.unique(Unique.byTypeAndPayload(Duration.ofMinutes(1)));
    client.enqueue("other", TEXT, unique);
    assertThatExceptionOfType(DuplicateTaskException.class)
        .isThrownBy(() -> client.enqueue("other", TEXT, unique));
    client.enqueue("other", TEXT + "!", unique);
  }

  @Test
  void theTasksOfABatchAreReadByItsHandlerAndThoseThatFailedStayEncrypted() {
    start(
        SECRET,
        context -> {
          context.batch().forEach(item -> seen.add(item.payload(String.class)));
          if (context.retried() == 0) {
            context.batch().get(1).fail(new IllegalStateException("not this one"));
          } else {
            throw new SkipRetryException("nor now");
          }
        });
    Aggregation three = new Aggregation(3, Duration.ofHours(1), Duration.ofHours(1));
    List<TaskRef> refs =
        client(SECRET)
            .enqueueAll(
                List.of(
                    Task.of("t", "0" + TEXT), Task.of("t", "1" + TEXT), Task.of("t", "2" + TEXT)),
                EnqueueOption.group("g", three));
    Inspector inspector = engine.inspector();
    Await.until("it is archived", () -> inspector.queue("default").archived() == 1);
    assertThat(seen).containsExactly("0" + TEXT, "1" + TEXT, "2" + TEXT, "1" + TEXT);
    TaskInfo batch = inspector.tasks("default", TaskState.ARCHIVED).tasks().get(0);
    assertThat(new String(batch.payload(), ISO_8859_1)).doesNotContain("secret");
    assertThat(batch.payload()).hasSizeLessThan(TEXT.length() / 4);
    TaskInfo left = inspector.batch(batch).get(0);
    assertThat(inspector.batch(batch)).hasSize(1);
    assertThat(left.ref()).isEqualTo(refs.get(1));
    assertThat(left.encoding()).contains("aes-256-gcm");
    assertThat(left.payload(SECRET, String.class)).isEqualTo("1" + TEXT);
  }

  @Test
  void aBatchOfWhichOneKeyIsMissingWaitsForItAsAWhole() {
    PayloadCodec later = PayloadCodec.plain().encrypted(ring(2));
    EnqueueOption two =
        EnqueueOption.group("g", new Aggregation(2, Duration.ofHours(1), Duration.ofHours(1)));
    EnqueueOption noRetry = EnqueueOption.maxRetry(0);
    client(SECRET).enqueue("t", "known", two, noRetry);
    client(later).enqueue("t", "unknown", two, noRetry);
    start(SECRET, context -> context.batch().forEach(item -> seen.add(item.payload(String.class))));
    Inspector inspector = engine.inspector();
    Await.until("it waits", () -> inspector.queue("default").retry() == 1);
    TaskInfo batch = inspector.tasks("default", TaskState.RETRY).tasks().get(0);
    assertThat(batch.attempts().retried()).isZero();
    assertThat(inspector.batch(batch)).hasSize(2);
    assertThat(seen).isEmpty();
  }

  @Test
  void tasksOfSchedulesAreEncryptedWhenTheyAreEnqueued() {
    start(SECRET, context -> seen.add(context.payload(String.class)));
    try (Scheduler scheduler =
        Scheduler.builder(engine.store())
            .codec(SECRET)
            .schedule(
                Schedule.of(
                    "s",
                    "@every 1s",
                    Task.of("t", TEXT),
                    EnqueueOption.retention(Duration.ofHours(1))))
            .build()) {
      scheduler.start();
      Await.until("it ran", () -> !seen.isEmpty());
    }
    assertThat(seen).contains(TEXT);
    assertThat(engine.inspector().tasks("default", TaskState.COMPLETED).tasks())
        .isNotEmpty()
        .allMatch(task -> task.encoding().isPresent());
  }
}
