package io.kronosq.microprofile.telemetry;

import io.kronosq.trace.TracePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The span of an attempt, and that it is the current one of the handler's thread. */
final class AttemptSpan implements TracePropagator.Scope {
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  // As the propagator has it that records no spans.
  private static final String TRACE_ID_KEY = "trace_id";
  private static final String SPAN_ID_KEY = "span_id";

  private final Span span;
  private final io.opentelemetry.context.Scope current;
  private final @Nullable String outerTraceId = MDC.get(TRACE_ID_KEY);
  private final @Nullable String outerSpanId = MDC.get(SPAN_ID_KEY);

  // The end or the detachment of this scope closes it.
  @SuppressWarnings("MustBeClosedChecker")
  private AttemptSpan(Span span, Context sender) {
    this.span = span;
    current = sender.with(span).makeCurrent();
    SpanContext context = span.getSpanContext();
    MDC.put(TRACE_ID_KEY, context.getTraceId());
    MDC.put(SPAN_ID_KEY, context.getSpanId());
  }

  /**
   * Starts the span and makes it the current one of the calling thread.
   *
   * @param builder of the span
   * @param sender the context of the enqueue, whose baggage goes on
   */
  static AttemptSpan start(SpanBuilder builder, Context sender) {
    return new AttemptSpan(builder.startSpan(), sender);
  }

  @Override
  public void failed(Throwable failure) {
    fail(span, failure);
  }

  @Override
  public void end() {
    leaveThread();
    span.end();
  }

  @Override
  public TracePropagator.Scope detach() {
    leaveThread();
    return new Detached(span);
  }

  private void leaveThread() {
    current.close();
    restore(TRACE_ID_KEY, outerTraceId);
    restore(SPAN_ID_KEY, outerSpanId);
  }

  private static void fail(Span span, Throwable failure) {
    String message = failure.getMessage();
    span.recordException(failure);
    span.setAttribute(ERROR_TYPE, failure.getClass().getName());
    span.setStatus(StatusCode.ERROR, message == null ? "" : message);
  }

  private static void restore(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }

  /** The span of an attempt whose handler has returned its thread. */
  private record Detached(Span span) implements TracePropagator.Scope {
    @Override
    public void failed(Throwable failure) {
      fail(span, failure);
    }

    @Override
    public void end() {
      span.end();
    }
  }
}
