package io.kronosq.microprofile.telemetry;

import io.kronosq.task.TaskRef;
import io.kronosq.trace.TracePropagator;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records a producer span for each task that is enqueued and a consumer span for each attempt, by
 * OpenTelemetry's semantic conventions for messaging. The attempt's span is current while its
 * handler runs, so that what the handler calls joins its trace.
 */
final class SpanPropagator implements TracePropagator {
  static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  static final AttributeKey<String> OPERATION_NAME =
      AttributeKey.stringKey("messaging.operation.name");
  static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
  static final AttributeKey<String> TASK_TYPE =
      AttributeKey.stringKey("messaging.kronosq.task.type");
  static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("messaging.kronosq.task.attempt");

  private static final TextMapGetter<Map<String, String>> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
          return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String key) {
          return headers == null ? null : headers.get(key);
        }
      };

  private final Tracer tracer;
  private final TextMapPropagator contexts;
  private final boolean linked;

  /**
   * @param telemetry records the spans, and says how contexts are written into headers
   * @param linked whether an attempt begins a trace of its own, with a link to the enqueue
   */
  SpanPropagator(OpenTelemetry telemetry, boolean linked) {
    tracer = telemetry.getTracer("io.kronosq");
    contexts = telemetry.getPropagators().getTextMapPropagator();
    this.linked = linked;
  }

  /** Where the application gives a context of its own, that of the calling thread is not told. */
  @Override
  public Map<String, String> inject(TaskRef task, String type, Map<String, String> headers) {
    if (Span.fromContext(extract(headers)).getSpanContext().isValid()) {
      return Map.of();
    }
    Span span = span("enqueue", "create", task, type).setSpanKind(SpanKind.PRODUCER).startSpan();
    try {
      Map<String, String> added = new HashMap<>();
      contexts.inject(Context.current().with(span), added, Map::put);
      return added;
    } finally {
      span.end();
    }
  }

  @Override
  public Scope attach(TaskRef task, String type, int attempt, Map<String, String> headers) {
    Context sender = extract(headers);
    SpanBuilder builder =
        span("process", "process", task, type)
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute(ATTEMPT, attempt)
            .setParent(linked ? sender.with(Span.getInvalid()) : sender);
    SpanContext enqueue = Span.fromContext(sender).getSpanContext();
    if (linked && enqueue.isValid()) {
      builder.addLink(enqueue);
    }
    return AttemptSpan.start(builder, sender);
  }

  private Context extract(Map<String, String> headers) {
    return contexts.extract(Context.root(), headers, HEADERS);
  }

  private SpanBuilder span(String name, String operationType, TaskRef task, String type) {
    return tracer
        .spanBuilder(name + " " + task.queue())
        .setAttribute(SYSTEM, "kronosq")
        .setAttribute(DESTINATION, task.queue())
        .setAttribute(OPERATION_NAME, name)
        .setAttribute(OPERATION_TYPE, operationType)
        .setAttribute(MESSAGE_ID, task.id())
        .setAttribute(TASK_TYPE, type);
  }
}
