package io.kronosq.cdi;

import io.kronosq.event.TaskEventType;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Narrows an observer of {@link io.kronosq.event.TaskEvent} to what happened to the task.
 *
 * <pre>{@code
 * void alert(@ObservesAsync @TaskLifecycle(ARCHIVED) @TaskType("email:welcome") TaskEvent event)
 * }</pre>
 *
 * <p>Observers hear of the tasks that the workers of their own application process. Synchronous
 * observers are called one event after the other, on a worker thread, after the transition was
 * stored; asynchronous ones on further worker threads. A slow observer delays events, and beyond
 * {@code kronosq.events.buffer} loses them; it never delays tasks. What an observer throws is
 * logged, and keeps no other observer from its call.
 */
@Qualifier @Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
public @interface TaskLifecycle {
  /** What happened. */
  TaskEventType value();

  /** The qualifier as a value. */
  final class Literal extends AnnotationLiteral<TaskLifecycle> implements TaskLifecycle {
    private static final long serialVersionUID = 1L;

    private final TaskEventType value;

    private Literal(TaskEventType value) {
      this.value = value;
    }

    /**
     * @param value what happened
     * @return the qualifier
     */
    public static Literal of(TaskEventType value) {
      return new Literal(value);
    }

    @Override
    public TaskEventType value() {
      return value;
    }
  }
}
