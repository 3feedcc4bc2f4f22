package io.kronosq.admin.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a parameter or a body is for, and how its values are written. */
@Target({ElementType.PARAMETER, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Doc {
  /** What it is for. */
  String value();

  /** The type of its values: {@code string}, {@code integer}, {@code boolean}. */
  String type() default "string";

  /** The values there are; empty for any. */
  String[] values() default {};

  /** Whether a request without it is refused. */
  boolean required() default false;

  /** A value with which a request may succeed; of a body, as JSON, which may have single quotes. */
  String example() default "";
}
