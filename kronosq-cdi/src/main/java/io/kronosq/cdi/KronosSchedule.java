package io.kronosq.cdi;

import io.kronosq.schedule.OverlapPolicy;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Enqueues tasks for a handler at times. It stands beside {@link KronosHandler}, on a method or on
 * a class, and may be repeated. The tasks have the handler's type and its defaults. Any number of
 * servers may run the application: each tick is enqueued once.
 *
 * <p>It is the default of the schedule; what an operator edits at run time goes before it until it
 * is reset, see {@link io.kronosq.schedule.Schedules}. The configuration may override it with
 * {@code kronosq.schedules.<id>.cron}, {@code .zone} and {@code .enabled}.
 *
 * <p>A mistake in its use fails the deployment with a {@link KronosDeploymentException}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(KronosSchedule.List.class)
public @interface KronosSchedule {
  /**
   * When: five or six cron fields, {@code @every 90s}, {@code @daily} and the like.
   *
   * @see io.kronosq.schedule.SchedulePattern#parse
   */
  String cron();

  /** The time zone of a cron expression, such as {@code Europe/Berlin}. */
  String zone() default "UTC";

  /** Names the schedule; the handler's task type when it is empty. Each id once. */
  String id() default "";

  /** The task's payload as JSON, or in whatever form the codec reads; nothing when it is empty. */
  String payload() default "";

  /** The queue of the tasks; the handler's one when it is empty. */
  String queue() default "";

  /** What becomes of ticks found too late: {@code skip}, {@code run-once}, {@code catch-up(n)}. */
  String misfire() default "run-once";

  /** What becomes of a tick while the schedule's last task is not done. */
  OverlapPolicy overlap() default OverlapPolicy.ALLOW;

  /** Holds repeated ones. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.TYPE})
  @interface List {
    /** The schedules. */
    KronosSchedule[] value();
  }
}
