package io.kronosq.admin.openapi;

import io.kronosq.cdi.config.AdminRole;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an operation is for, who may call it, and how it may be answered. A method without it is
 * refused.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operation {
  /** What it does, in a sentence. */
  String value();

  /** The role that it needs at least. */
  AdminRole role();

  /**
   * The statuses of its own answers, the one of success first; those that every operation may have
   * are not named.
   */
  int[] answers() default 200;

  /** What the answer is, where the method's type does not say it. */
  Class<?> returns() default Void.class;

  /** What the audit calls it; empty for an operation that changes nothing. */
  String action() default "";
}
