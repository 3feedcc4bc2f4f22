package io.kronosq.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Narrows an observer of {@link io.kronosq.event.TaskEvent} to one task type.
 *
 * @see TaskLifecycle
 */
@Qualifier @Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
public @interface TaskType {
  /** The exact task type; prefixes are not understood. */
  String value();

  /** The qualifier as a value. */
  final class Literal extends AnnotationLiteral<TaskType> implements TaskType {
    private static final long serialVersionUID = 1L;

    private final String value;

    private Literal(String value) {
      this.value = value;
    }

    /**
     * @param value the exact task type
     * @return the qualifier
     */
    public static Literal of(String value) {
      return new Literal(value);
    }

    @Override
    public String value() {
      return value;
    }
  }
}
