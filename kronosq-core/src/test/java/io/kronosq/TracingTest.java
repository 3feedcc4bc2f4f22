package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.TaskEventType;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import io.kronosq.trace.TraceContext;
import io.kronosq.trace.TracePropagator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

/** Traces that follow tasks. */
class TracingTest {
  private static final TraceContext OUTER = TraceContext.start(true);

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final RecordedEvents events = new RecordedEvents();
  private final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();
  private final Map<String, String> spans = new ConcurrentHashMap<>();

  private TaskRouter chain(CountDownLatch done) {
    KronosClient client = engine.client();
    return new TaskRouter()
        .handle(
            "first",
            context -> {
              note(context.type(), context.headers());
              client.enqueue("second", "x");
              client.enqueue(
                  "own",
                  "x",
                  EnqueueOption.header("traceparent", OUTER.parent()),
                  EnqueueOption.header("baggage", "mine=1"));
            })
        .handle(
            "second",
            context -> {
              note(context.type(), context.headers());
              done.countDown();
            })
        .handle(
            "own",
            context -> {
              note(context.type(), context.headers());
              done.countDown();
            })
        .handle("none", context -> note(context.type(), context.headers()));
  }

  private ExecutorService oneThread() {
    ExecutorService thread = Executors.newFixedThreadPool(2);
    engine.closing(thread::shutdownNow);
    return thread;
  }

  private void note(String type, Map<String, String> all) {
    headers.put(type, all);
    spans.put(type, MDC.get("trace_id") + " " + MDC.get("span_id"));
  }

  @Test
  void theTraceOfATaskGoesOnInTheTasksThatItsHandlerEnqueues() {
    CountDownLatch done = new CountDownLatch(2);
    engine.start(engine.server(chain(done)).onEvent(events));
    engine
        .client()
        .enqueue(
            "first",
            "x",
            EnqueueOption.header("traceparent", OUTER.parent()),
            EnqueueOption.header("tracestate", "vendor=1"),
            EnqueueOption.header("baggage", "user=7"));
    Await.signal(done);
    TraceContext second =
        TraceContext.parse(
                headers.get("second").get("traceparent"), headers.get("second").get("tracestate"))
            .orElseThrow();
    assertThat(second.traceId()).isEqualTo(OUTER.traceId());
    assertThat(second.spanId()).isNotEqualTo(OUTER.spanId());
    assertThat(spans.get("first")).isEqualTo(OUTER.traceId() + " " + second.spanId());
    assertThat(spans.get("second")).startsWith(OUTER.traceId()).doesNotContain(second.spanId());
    assertThat(second.state()).isEqualTo("vendor=1");
    assertThat(headers.get("second")).containsEntry("baggage", "user=7");
    assertThat(headers.get("own"))
        .containsEntry("traceparent", OUTER.parent())
        .containsEntry("baggage", "mine=1")
        .doesNotContainKey("tracestate");
  }

  @Test
  void aWrongHeaderIsIgnoredAndNothingOfATraceStaysOnTheThread() {
    engine.start(
        engine
            .server(chain(new CountDownLatch(2)))
            .concurrency(1)
            .executor(oneThread())
            .onEvent(events));
    KronosClient client = engine.client();
    TaskRef traced =
        client.enqueue("second", "x", EnqueueOption.header("traceparent", OUTER.parent()));
    events.await(TaskEventType.SUCCEEDED, traced.id());
    TaskRef wrong = client.enqueue("none", "x", EnqueueOption.header("traceparent", "00-nonsense"));
    events.await(TaskEventType.SUCCEEDED, wrong.id());
    assertThat(spans).containsEntry("none", "null null");
  }

  @Test
  void aPropagatorThatThrowsFailsNoTask() {
    Queue<String> calls = new ConcurrentLinkedQueue<>();
    TracePropagator broken =
        new TracePropagator() {
          @Override
          public Map<String, String> inject(
              TaskRef task, String type, Map<String, String> headers) {
            calls.add("inject " + task.id());
            throw new IllegalStateException("broken");
          }

          @Override
          public Scope attach(TaskRef task, String type, int attempt, Map<String, String> headers) {
            calls.add("attach " + task.id() + ", attempt " + attempt);
            return () -> {
              throw new IllegalStateException("broken");
            };
          }
        };
    engine.start(engine.server(chain(new CountDownLatch(2))).propagator(broken).onEvent(events));
    TaskRef ref =
        KronosClient.builder(engine.store()).propagator(broken).build().enqueue("none", "x");
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(calls).containsExactly("inject " + ref.id(), "attach " + ref.id() + ", attempt 1");
  }

  @Test
  void theTraceOfAnAsynchronousHandlerLeavesItsThreadAndSeesTheOutcome() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    TracePropagator propagator =
        new TracePropagator() {
          @Override
          public Map<String, String> inject(
              TaskRef task, String type, Map<String, String> headers) {
            return Map.of();
          }

          @Override
          public Scope attach(TaskRef task, String type, int attempt, Map<String, String> headers) {
            return new Scope() {
              @Override
              public void failed(Throwable failure) {
                told.add(failure.getMessage());
              }

              @Override
              public void end() {
                told.add("end");
              }

              @Override
              public Scope detach() {
                told.add("detach");
                return this;
              }
            };
          }
        };
    CompletableFuture<Void> stage = new CompletableFuture<>();
    engine.start(
        engine
            .server(new TaskRouter().handleAsync("t", context -> stage))
            .propagator(propagator)
            .onEvent(events));
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.maxRetry(0));
    Await.until("the handler has returned", () -> told.contains("detach"));
    stage.completeExceptionally(new IllegalStateException("no mail server"));
    events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(told).containsExactly("detach", "no mail server", "end");
  }
}
