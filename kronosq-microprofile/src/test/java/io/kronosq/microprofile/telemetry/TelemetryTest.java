package io.kronosq.microprofile.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.cdi.runtime.KronosProducer;
import io.kronosq.handler.TaskContext;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import io.kronosq.trace.TraceContext;
import io.kronosq.trace.TracePropagator;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Spans in an application whose container has OpenTelemetry. */
class TelemetryTest {
  private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
  private static final OpenTelemetrySdk SDK =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(SPANS))
                  .build())
          .setPropagators(
              ContextPropagators.create(
                  TextMapPropagator.composite(
                      W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
          .build();

  private WeldContainer container;
  private Config config;

  @ApplicationScoped
  static class Telemetry {
    @Produces
    @Dependent
    OpenTelemetry telemetry() {
      return SDK;
    }
  }

  @ApplicationScoped
  static class SwitchedOffTelemetry {
    @Produces
    @Dependent
    OpenTelemetry telemetry() {
      return OpenTelemetry.noop();
    }
  }

  @ApplicationScoped
  static class OwnPropagator implements TracePropagator {
    static final Queue<String> TASKS = new ConcurrentLinkedQueue<>();

    @Override
    public Map<String, String> inject(TaskRef task, String type, Map<String, String> headers) {
      TASKS.add(task.id());
      return Map.of();
    }

    @Override
    public Scope attach(TaskRef task, String type, int attempt, Map<String, String> headers) {
      return Scope.NOTHING;
    }
  }

  @ApplicationScoped
  static class Handlers {
    static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();
    static volatile CompletableFuture<Void> stage = new CompletableFuture<>();

    @Inject KronosClient client;

    @KronosHandler("first")
    public void first() {
      see();
      client.enqueue("second", "");
    }

    @KronosHandler("second")
    public void second() {
      see();
    }

    @KronosHandler(value = "failing", maxRetry = 0)
    public void failing() {
      throw new IllegalStateException("no mail server");
    }

    @KronosHandler("retried")
    public void retried(TaskContext context) {
      if (context.retried() == 0) {
        throw new IllegalStateException("once");
      }
    }

    @KronosHandler("async")
    public CompletionStage<Void> async() {
      return stage;
    }

    @KronosHandler("headers")
    public void headers(TaskContext context) {
      SEEN.add(String.valueOf(context.headers().get("traceparent")));
    }

    private static void see() {
      SEEN.add(
          Span.current().getSpanContext().getSpanId()
              + " "
              + MDC.get("trace_id")
              + " "
              + MDC.get("span_id")
              + " "
              + Baggage.current().getEntryValue("user"));
    }
  }

  private KronosClient start(Map<String, String> more, Class<?>... beans) {
    Map<String, String> properties = new HashMap<>(more);
    properties.put("kronosq.redis.uri", "embedded:?memory");
    config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(properties, "test", 100))
            .build();
    ConfigProviderResolver.instance()
        .registerConfig(config, Thread.currentThread().getContextClassLoader());
    container =
        new Weld()
            .disableDiscovery()
            .addExtension(new KronosExtension())
            .beanClasses(beans)
            .addBeanClasses(
                Handlers.class, KronosLifecycle.class, KronosProducer.class, TracesProducer.class)
            .initialize();
    return container.select(KronosClient.class).get();
  }

  @AfterEach
  void stop() {
    container.shutdown();
    ConfigProviderResolver.instance().releaseConfig(config);
    SPANS.reset();
    Handlers.SEEN.clear();
    OwnPropagator.TASKS.clear();
  }

  private static List<SpanData> await(int count) {
    Await.until(count + " spans", () -> SPANS.getFinishedSpanItems().size() >= count);
    return SPANS.getFinishedSpanItems();
  }

  private static SpanData span(List<SpanData> spans, SpanKind kind, String type) {
    return spans.stream()
        .filter(span -> span.getKind() == kind)
        .filter(span -> type.equals(span.getAttributes().get(SpanPropagator.TASK_TYPE)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneTraceHasTheRequestTheEnqueuesAndTheHandlers() {
    KronosClient client = start(Map.of(), Telemetry.class);
    Span request = SDK.getTracer("test").spanBuilder("request").startSpan();
    TaskRef ref =
        Context.root()
            .with(request)
            .with(Baggage.builder().put("user", "7").build())
            .wrapSupplier(() -> client.enqueue("first", ""))
            .get();
    request.end();
    List<SpanData> spans = await(5);
    assertThat(spans)
        .extracting(SpanData::getTraceId)
        .containsOnly(request.getSpanContext().getTraceId());
    SpanData enqueue = span(spans, SpanKind.PRODUCER, "first");
    assertThat(enqueue.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
    assertThat(enqueue.getName()).isEqualTo("enqueue default");
    assertThat(enqueue.getAttributes().get(SpanPropagator.SYSTEM)).isEqualTo("kronosq");
    assertThat(enqueue.getAttributes().get(SpanPropagator.DESTINATION)).isEqualTo("default");
    assertThat(enqueue.getAttributes().get(SpanPropagator.OPERATION_TYPE)).isEqualTo("create");
    assertThat(enqueue.getAttributes().get(SpanPropagator.MESSAGE_ID)).isEqualTo(ref.id());
    SpanData first = span(spans, SpanKind.CONSUMER, "first");
    assertThat(first.getParentSpanId()).isEqualTo(enqueue.getSpanId());
    assertThat(first.getName()).isEqualTo("process default");
    assertThat(first.getAttributes().get(SpanPropagator.OPERATION_TYPE)).isEqualTo("process");
    assertThat(first.getAttributes().get(SpanPropagator.MESSAGE_ID)).isEqualTo(ref.id());
    assertThat(first.getAttributes().get(SpanPropagator.ATTEMPT)).isEqualTo(1);
    assertThat(first.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    SpanData next = span(spans, SpanKind.PRODUCER, "second");
    assertThat(next.getParentSpanId()).isEqualTo(first.getSpanId());
    SpanData second = span(spans, SpanKind.CONSUMER, "second");
    assertThat(second.getParentSpanId()).isEqualTo(next.getSpanId());
    assertThat(Handlers.SEEN).containsExactly(seen(first), seen(second));
  }

  private static String seen(SpanData span) {
    return span.getSpanId() + " " + span.getTraceId() + " " + span.getSpanId() + " 7";
  }

  @Test
  void aFailureIsTheStatusOfItsAttempt() {
    start(Map.of(), Telemetry.class).enqueue("failing", "");
    SpanData failing = span(await(2), SpanKind.CONSUMER, "failing");
    assertThat(failing.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(failing.getStatus().getDescription()).isEqualTo("no mail server");
    assertThat(failing.getAttributes().get(AttemptSpan.ERROR_TYPE))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(failing.getEvents())
        .singleElement()
        .matches(event -> event.getName().equals("exception"));
  }

  @Test
  void eachAttemptIsASpanOfTheSameTrace() {
    start(Map.of(), Telemetry.class).enqueue("retried", "");
    Await.until("the first attempt has ended", () -> SPANS.getFinishedSpanItems().size() >= 2);
    SpanData enqueue = span(SPANS.getFinishedSpanItems(), SpanKind.PRODUCER, "retried");
    assertThat(SPANS.getFinishedSpanItems())
        .extracting(SpanData::getTraceId)
        .containsOnly(enqueue.getTraceId());
  }

  @Test
  void anAsynchronousAttemptLastsUntilItsStageCompletes() {
    Handlers.stage = new CompletableFuture<>();
    KronosClient client = start(Map.of(), Telemetry.class);
    client.enqueue("async", "", EnqueueOption.maxRetry(0));
    client.enqueue("second", "");
    Await.until("another task was processed", () -> !Handlers.SEEN.isEmpty());
    assertThat(SPANS.getFinishedSpanItems())
        .noneMatch(
            span ->
                span.getKind() == SpanKind.CONSUMER
                    && "async".equals(span.getAttributes().get(SpanPropagator.TASK_TYPE)));
    Handlers.stage.completeExceptionally(new IllegalStateException("late"));
    SpanData async = span(await(4), SpanKind.CONSUMER, "async");
    assertThat(async.getStatus().getDescription()).isEqualTo("late");
  }

  @Test
  void whereLinksAreAskedForAnAttemptBeginsATrace() {
    start(Map.of("kronosq.traces.linked", "true"), Telemetry.class).enqueue("second", "");
    List<SpanData> spans = await(2);
    SpanData enqueue = span(spans, SpanKind.PRODUCER, "second");
    SpanData process = span(spans, SpanKind.CONSUMER, "second");
    assertThat(process.getTraceId()).isNotEqualTo(enqueue.getTraceId());
    assertThat(process.getLinks())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.getSpanContext().getTraceId()).isEqualTo(enqueue.getTraceId());
              assertThat(link.getSpanContext().getSpanId()).isEqualTo(enqueue.getSpanId());
            });
  }

  @Test
  void aContextThatTheApplicationGivesWins() {
    TraceContext given = TraceContext.start(true);
    start(Map.of(), Telemetry.class)
        .enqueue("headers", "", EnqueueOption.header("traceparent", given.parent()));
    SpanData process = await(1).get(0);
    assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(process.getTraceId()).isEqualTo(given.traceId());
    assertThat(process.getParentSpanId()).isEqualTo(given.spanId());
    assertThat(Handlers.SEEN).containsExactly(given.parent());
  }

  @Test
  void switchedOffTheContextIsOnlyPassedOn() {
    TraceContext given = TraceContext.start(true);
    for (Map<String, String> settings :
        List.of(Map.<String, String>of(), Map.of("kronosq.traces.enabled", "false"))) {
      KronosClient client =
          start(settings, settings.isEmpty() ? SwitchedOffTelemetry.class : Telemetry.class);
      client.enqueue("first", "", EnqueueOption.header("traceparent", given.parent()));
      Await.until("both were processed", () -> Handlers.SEEN.size() == 2);
      assertThat(Handlers.SEEN).allMatch(seen -> seen.contains(given.traceId()));
      assertThat(SPANS.getFinishedSpanItems()).isEmpty();
      Handlers.SEEN.clear();
      if (settings.isEmpty()) {
        stop();
      }
    }
  }

  @Test
  void aPropagatorOfTheApplicationIsUsedInstead() {
    TaskRef ref = start(Map.of(), Telemetry.class, OwnPropagator.class).enqueue("second", "");
    Await.until("it was processed", () -> !Handlers.SEEN.isEmpty());
    assertThat(OwnPropagator.TASKS).containsExactly(ref.id());
    assertThat(SPANS.getFinishedSpanItems()).isEmpty();
  }
}
