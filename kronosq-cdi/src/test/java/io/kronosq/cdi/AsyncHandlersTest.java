package io.kronosq.cdi;

import static io.kronosq.event.TaskEventType.ARCHIVED;
import static io.kronosq.event.TaskEventType.SUCCEEDED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.event.TaskEvent;
import io.kronosq.handler.AsyncTaskHandler;
import io.kronosq.handler.TaskContext;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that return a stage. */
class AsyncHandlersTest {
  private static final EnqueueOption KEPT = EnqueueOption.retention(Duration.ofMinutes(1));

  /** The stages that handlers returned. */
  private static final BlockingQueue<CompletableFuture<String>> STAGES =
      new LinkedBlockingQueue<>();

  /** What else happened. */
  private static final BlockingQueue<String> NOTES = new LinkedBlockingQueue<>();

  private static Application application;
  private static KronosClient client;
  private static Inspector inspector;
  private static RecordedEvents events;

  @BeforeAll
  static void start() {
    application =
        Application.of(
                RecordedEvents.class,
                Shared.class,
                Direct.class,
                OneCall.class,
                Request.class,
                OneRequest.class)
            .with("kronosq.redis.uri", "embedded:?memory")
            .start();
    client = application.get(KronosClient.class);
    inspector = application.get(Inspector.class);
    events = application.get(RecordedEvents.class);
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @BeforeEach
  void forget() {
    STAGES.clear();
    NOTES.clear();
  }

  private static CompletableFuture<String> newStage() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    STAGES.add(stage);
    return stage;
  }

  private static TaskInfo task(TaskRef ref) {
    return inspector.task(ref.queue(), ref.id()).orElseThrow();
  }

  @ApplicationScoped
  static class Shared {
    @KronosHandler("stage")
    public CompletionStage<String> stage(String payload) {
      return newStage().thenApply(value -> payload + " " + value);
    }

    @KronosHandler("future")
    public CompletableFuture<String> future() {
      return newStage();
    }

    @KronosHandler("at-once")
    public CompletionStage<String> atOnce() {
      return CompletableFuture.completedFuture("at once");
    }

    @KronosHandler("null")
    public @Nullable CompletionStage<String> nothing() {
      return null;
    }

    @KronosHandler("executor")
    public CompletionStage<String> executor(TaskContext context) {
      return newStage()
          .thenApplyAsync(
              value ->
                  Thread.currentThread().getName()
                      + " "
                      + (Thread.currentThread().getContextClassLoader() != null),
              context.executor());
    }
  }

  @Test
  void theTaskIsRunningUntilTheStageCompletesWithTheResult() throws Exception {
    TaskRef ref = client.enqueue("stage", "of", KEPT);
    CompletableFuture<String> stage = STAGES.take();
    assertThat(task(ref).state()).isEqualTo(TaskState.ACTIVE);
    stage.complete("the task");
    events.await(SUCCEEDED);
    assertThat(new String(task(ref).result(), UTF_8)).isEqualTo("\"of the task\"");
  }

  @Test
  void aStageMayBeCompleteAtOnce() throws Exception {
    TaskRef ref = client.enqueue("at-once", "", KEPT);
    events.await(SUCCEEDED);
    assertThat(new String(task(ref).result(), UTF_8)).isEqualTo("\"at once\"");
  }

  @Test
  void theFailureOfTheStageIsTheFailureOfTheAttempt() throws Exception {
    client.enqueue("stage", "", EnqueueOption.maxRetry(0));
    STAGES.take().completeExceptionally(new IllegalStateException("no mail server"));
    TaskEvent archived = events.await(ARCHIVED);
    assertThat(archived.error().className()).isEqualTo(IllegalStateException.class.getName());
    assertThat(archived.error().message()).isEqualTo("no mail server");
  }

  @Test
  void theTimeLimitCancelsTheFuture() throws Exception {
    client.enqueue(
        "future", "", EnqueueOption.timeout(Duration.ofMillis(50)), EnqueueOption.maxRetry(0));
    CompletableFuture<String> stage = STAGES.take();
    assertThat(events.await(ARCHIVED).error().message()).contains("time limit");
    assertThat(stage).isCancelled();
  }

  @Test
  void nullIsNoStage() throws Exception {
    client.enqueue("null", "", EnqueueOption.maxRetry(0));
    assertThat(events.await(ARCHIVED).error().message())
        .contains("$Shared.nothing() returned null: return a stage");
  }

  @Test
  void itGoesOnOnThreadsOfHandlers() throws Exception {
    TaskRef ref = client.enqueue("executor", "", KEPT);
    STAGES.take().complete("");
    events.await(SUCCEEDED);
    assertThat(new String(task(ref).result(), UTF_8)).startsWith("\"kronosq-").endsWith(" true\"");
  }

  @ApplicationScoped
  @KronosHandler("direct")
  static class Direct implements AsyncTaskHandler {
    @Override
    public CompletionStage<?> handle(TaskContext context) {
      return newStage();
    }
  }

  @Test
  void aBeanMayBeTheHandler() throws Exception {
    TaskRef ref = client.enqueue("direct", "", KEPT);
    STAGES.take().complete("done");
    events.await(SUCCEEDED);
    assertThat(new String(task(ref).result(), UTF_8)).isEqualTo("\"done\"");
  }

  @RequestScoped
  static class Request {
    String name() {
      return "the request";
    }

    @PreDestroy
    void end() {
      NOTES.add("the request has ended");
    }
  }

  @Dependent
  static class OneCall {
    @Inject private Request request;

    @KronosHandler("dependent")
    public CompletionStage<String> handle() {
      NOTES.add("called in " + request.name());
      return newStage();
    }

    @PreDestroy
    void end() {
      NOTES.add("destroyed in " + request.name());
    }
  }

  @Test
  void aDependentBeanLivesAsLongAsTheStageAndTheRequestAsLongAsTheMethod() throws Exception {
    TaskRef ref = client.enqueue("dependent", "", KEPT);
    CompletableFuture<String> stage = STAGES.take();
    assertThat(NOTES.take()).isEqualTo("called in the request");
    assertThat(NOTES.take()).isEqualTo("the request has ended");
    assertThat(NOTES).isEmpty();
    stage.complete("done");
    events.await(SUCCEEDED);
    assertThat(NOTES)
        .as("before the outcome was told")
        .containsExactly("destroyed in the request", "the request has ended");
    assertThat(new String(task(ref).result(), UTF_8)).isEqualTo("\"done\"");
  }

  @Test
  void aDependentBeanEndsWithACancelledStage() throws Exception {
    client.enqueue(
        "dependent", "", EnqueueOption.timeout(Duration.ofMillis(50)), EnqueueOption.maxRetry(0));
    CompletableFuture<String> stage = STAGES.take();
    events.await(ARCHIVED);
    assertThat(stage).isCancelled();
    assertThat(NOTES).contains("destroyed in the request");
  }

  @RequestScoped
  static class OneRequest {
    @KronosHandler("request")
    public CompletionStage<String> handle() {
      return newStage().thenApply(value -> value + " by what is left of it");
    }
  }

  @Test
  void aRequestScopedBeanMayStartAStage() throws Exception {
    TaskRef ref = client.enqueue("request", "", KEPT);
    STAGES.take().complete("done");
    events.await(SUCCEEDED);
    assertThat(new String(task(ref).result(), UTF_8)).isEqualTo("\"done by what is left of it\"");
  }
}
