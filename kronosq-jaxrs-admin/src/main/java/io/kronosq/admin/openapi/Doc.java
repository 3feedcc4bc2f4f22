package io.kronosq.admin.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a parameter is for, and how its values are written. */
@Target({ElementType.PARAMETER, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Doc {
  /** What it is for. */
  String value();

  /** The type of its values: {@code string}, {@code integer}, {@code boolean}. */
  String type() default "string";

  /** The values there are; empty for any. */
  String[] values() default {};

  /** A value. */
  String example() default "";
}
