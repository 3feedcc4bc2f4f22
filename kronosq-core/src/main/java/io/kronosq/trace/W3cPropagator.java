package io.kronosq.trace;

import io.kronosq.task.TaskRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Carries contexts from a handler's task to those that it enqueues. */
final class W3cPropagator implements TracePropagator {
  static final W3cPropagator INSTANCE = new W3cPropagator();
  static final String TRACE_ID_KEY = "trace_id";
  static final String SPAN_ID_KEY = "span_id";
  private static final String BAGGAGE_HEADER = "baggage";

  /** As much as every system has to pass on. */
  private static final int MAX_BAGGAGE = 8_192;

  private static final ThreadLocal<@Nullable Attached> CURRENT = new ThreadLocal<>();

  private W3cPropagator() {}

  @Override
  public Map<String, String> inject(TaskRef task, String type, Map<String, String> headers) {
    Attached attached = CURRENT.get();
    if (attached == null) {
      return Map.of();
    }
    Map<String, String> added = new HashMap<>();
    TraceContext context = attached.context;
    // A parent of the application's own has no state of ours.
    if (context != null && !headers.containsKey(TraceContext.PARENT_HEADER)) {
      added.put(TraceContext.PARENT_HEADER, context.parent());
      if (!context.state().isEmpty()) {
        added.put(TraceContext.STATE_HEADER, context.state());
      }
    }
    if (!attached.baggage.isEmpty()) {
      added.put(BAGGAGE_HEADER, attached.baggage);
    }
    return added;
  }

  @Override
  public Scope attach(TaskRef task, String type, int attempt, Map<String, String> headers) {
    Optional<TraceContext> parent =
        TraceContext.parse(
            headers.get(TraceContext.PARENT_HEADER), headers.get(TraceContext.STATE_HEADER));
    String baggage = headers.getOrDefault(BAGGAGE_HEADER, "");
    Attached outer = CURRENT.get();
    if (parent.isEmpty() && baggage.isEmpty() && outer == null) {
      return Scope.NOTHING;
    }
    TraceContext own = parent.map(TraceContext::child).orElse(null);
    Attached attached = new Attached(own, baggage.length() > MAX_BAGGAGE ? "" : baggage, outer);
    CURRENT.set(attached);
    if (own != null) {
      MDC.put(TRACE_ID_KEY, own.traceId());
      MDC.put(SPAN_ID_KEY, own.spanId());
    }
    return attached;
  }

  /** The context of the handler that runs on a thread, and what was there before. */
  private static final class Attached implements Scope {
    private final @Nullable TraceContext context;
    private final String baggage;
    private final @Nullable Attached outer;
    private final @Nullable String outerTraceId = MDC.get(TRACE_ID_KEY);
    private final @Nullable String outerSpanId = MDC.get(SPAN_ID_KEY);

    private Attached(@Nullable TraceContext context, String baggage, @Nullable Attached outer) {
      this.context = context;
      this.baggage = baggage;
      this.outer = outer;
    }

    @Override
    public void end() {
      if (outer == null) {
        // Threads of a server's pool must not keep anything of the application.
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
      restore(TRACE_ID_KEY, outerTraceId);
      restore(SPAN_ID_KEY, outerSpanId);
    }

    private static void restore(String key, @Nullable String value) {
      if (value == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, value);
      }
    }
  }
}
