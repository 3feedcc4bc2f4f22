package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kronosq.event.TaskEventType;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskHandler;
import io.kronosq.handler.TaskRouter;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.RecoveryPolicy;
import io.kronosq.store.StoreException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskNotes;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What handlers tell of their tasks while they run. */
class NotesTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final RecordedEvents events = new RecordedEvents();

  private KronosServer start(TaskHandler handler) {
    HandlerOptions atOnce =
        HandlerOptions.DEFAULT.withRetryPolicy(RetryPolicy.fixed(Duration.ZERO));
    return engine.start(
        engine.server(new TaskRouter().handle("t", handler, atOnce)).onEvent(events));
  }

  private TaskInfo info(TaskRef ref) {
    return engine.inspector().task(ref.queue(), ref.id()).orElseThrow();
  }

  @Test
  void progressAndLogOfARunningTaskAreSeenLive() {
    CountDownLatch release = new CountDownLatch(1);
    start(
        context -> {
          context.progress(0.1, "first");
          context.log("one");
          context.log("two");
          context.progress(0.5, "half");
          Await.signal(release);
        });
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.retention(Duration.ofHours(1)));
    Await.until(
        "both are told",
        () -> {
          TaskNotes notes = info(ref).notes();
          return notes.progress() != null
              && notes.progress().fraction() == 0.5
              && notes.log().equals(List.of("one", "two"));
        });
    assertThat(info(ref).state()).isEqualTo(TaskState.ACTIVE);
    assertThat(info(ref).notes().progress().message()).isEqualTo("half");
    release.countDown();
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(info(ref).notes().log()).containsExactly("one", "two");
  }

  @Test
  void whatIsToldRightBeforeTheEndIsStoredWithTheOutcome() {
    redis.command("SCRIPT", "FLUSH");
    start(
        context -> {
          if (context.retried() == 0) {
            context.checkpoint("page 7");
            throw new IllegalStateException("first attempt");
          }
          context.log("resumed at " + context.lastCheckpoint(String.class).orElse("none"));
          context.progress(1);
        });
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.retention(Duration.ofHours(1)));
    events.await(TaskEventType.SUCCEEDED, ref.id());
    TaskNotes notes = info(ref).notes();
    assertThat(notes.log()).containsExactly("resumed at page 7");
    assertThat(notes.progress().fraction()).isEqualTo(1);
    assertThat(notes.checkpoint().bytes()).asString().isEqualTo("page 7");
  }

  @Test
  void aTaskOfADeadServerGoesOnFromItsCheckpoint() {
    AtomicInteger attempts = new AtomicInteger();
    AtomicReference<String> resumed = new AtomicReference<>();
    CountDownLatch saved = new CountDownLatch(1);
    CountDownLatch late = new CountDownLatch(1);
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    TaskHandler handler =
        context -> {
          if (attempts.incrementAndGet() > 1) {
            resumed.set(context.lastCheckpoint(String.class).orElse("none"));
            return;
          }
          Await.answer(context.checkpoint("row 1000"));
          saved.countDown();
          uninterrupted(late);
          try {
            Await.answer(context.checkpoint("too late"));
          } catch (StoreException e) {
            refusal.set(e);
          }
        };
    engine.start(
        engine
            .server(new TaskRouter().handle("t", handler))
            .concurrency(2)
            .lease(Duration.ofMinutes(5))
            .onEvent(events));
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.retention(Duration.ofHours(1)));
    Await.signal(saved);
    String server = events.await(TaskEventType.STARTED, ref.id()).server();
    redis.command("ZADD", "kronosq:{default}:s", "XX", "1", server);
    RecoveryPolicy policy = new RecoveryPolicy(3, 10, ArchiveLimits.DEFAULT);
    assertThat(Await.answer(engine.newStore().recover("default", server, policy)).tasks())
        .hasSize(1);
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(resumed).hasValue("row 1000");
    late.countDown();
    Await.until("the late checkpoint is refused", () -> refusal.get() != null);
    assertThat(refusal.get()).hasMessageContaining(ref.id());
    assertThat(info(ref).notes().checkpoint().bytes()).asString().isEqualTo("row 1000");
  }

  private static void uninterrupted(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // The lease is lost; this handler does not care.
      }
    }
  }

  @Test
  void aFullRedisFailsCheckpointsAndNothingElse() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch full = new CountDownLatch(1);
    AtomicReference<Throwable> told = new AtomicReference<>();
    start(
        context -> {
          started.countDown();
          Await.signal(full);
          context.progress(0.5, "half");
          context.log("line");
          try {
            context.checkpoint("x").toCompletableFuture().get();
          } catch (ExecutionException e) {
            told.set(e.getCause());
          }
        });
    TaskRef ref = engine.client().enqueue("t", "x");
    Await.signal(started);
    redis.command("CONFIG", "SET", "maxmemory", "1");
    try {
      full.countDown();
      events.await(TaskEventType.SUCCEEDED, ref.id());
    } finally {
      redis.command("CONFIG", "SET", "maxmemory", "0");
    }
    assertThat(told.get())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
  }

  @Test
  void manyHandlersTellingMuchLoseNothingOfTheirLastWords() {
    int count = 200;
    start(
        context -> {
          for (int i = 1; i <= 50; i++) {
            context.progress(i / 50.0, "step " + i);
            context.log("line " + i);
            context.checkpoint("step " + i);
          }
        });
    List<TaskRef> refs =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    engine
                        .client()
                        .enqueue("t", "p" + i, EnqueueOption.retention(Duration.ofHours(1))))
            .toList();
    for (TaskRef ref : refs) {
      events.await(TaskEventType.SUCCEEDED, ref.id());
      TaskNotes notes = info(ref).notes();
      assertThat(notes.progress().message()).isEqualTo("step 50");
      assertThat(notes.log()).hasSize(50).endsWith("line 50");
      assertThat(notes.checkpoint().bytes()).asString().isEqualTo("step 50");
    }
  }

  @Test
  void longLinesAreCutAndWrongFractionsRefused() {
    CompletableFuture<TaskContext> ended = new CompletableFuture<>();
    start(
        context -> {
          context.log("x".repeat(5_000));
          assertThatIllegalArgumentException()
              .isThrownBy(() -> context.progress(1.5))
              .withMessageContaining("1.5");
          assertThatIllegalArgumentException().isThrownBy(() -> context.progress(Double.NaN));
          ended.complete(context);
        });
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.retention(Duration.ofHours(1)));
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(info(ref).notes().log()).singleElement().asString().hasSize(1_000);
    TaskContext late = Await.answer(ended);
    late.log("ignored");
    assertThatIllegalStateException()
        .isThrownBy(() -> late.checkpoint("x"))
        .withMessageContaining("has ended");
  }

  @Test
  void nothingIsLeftOfTheNotesOfTasksThatAreDone() {
    start(
        context -> {
          context.progress(1);
          context.log("line");
          context.checkpoint("x");
        });
    TaskRef ref = engine.client().enqueue("t", "x");
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(redis.texts("HKEYS", "kronosq:{default}:o"))
        .noneMatch(field -> field.startsWith(ref.id()));
  }
}
