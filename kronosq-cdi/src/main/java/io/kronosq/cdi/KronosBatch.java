package io.kronosq.cdi;

import io.kronosq.task.Aggregation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a handler process many tasks by one call. It stands beside {@link KronosHandler}, on a method
 * or on a class.
 *
 * <p>The method takes the tasks as a list: {@code List<Entry>} has their payloads, each read as the
 * list's element, in the order in which they were enqueued; {@code List<BatchItem>} has their ids,
 * headers and payloads, and lets single ones {@linkplain io.kronosq.handler.BatchItem#fail fail}.
 * Where the list has payloads, those that can't be read are left out: these tasks fail, and the
 * others don't suffer from them. So don't count on its indexes to be those of {@link
 * io.kronosq.handler.TaskContext#batch}. A task that was enqueued without a group is a list of one.
 *
 * <p>{@code List<BatchItem>} needs no annotation. Without one, {@code List<Entry>} is a single
 * task's payload that is a list.
 *
 * <p>Unless {@link #group} is empty, tasks of the type that the injected {@link
 * io.kronosq.KronosClient} of the same application enqueues wait for each other; options of the
 * call win, see {@link io.kronosq.task.EnqueueOption#group(String)} and {@link
 * io.kronosq.task.EnqueueOption#ungrouped}, which a task with a delay, a unique lock or a limit key
 * needs. Tasks of schedules don't wait.
 *
 * <p>A mistake in its use fails the deployment with a {@link KronosDeploymentException}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface KronosBatch {
  /**
   * The group of tasks whose enqueue names none; empty when only those wait whose enqueue names
   * one. Not for prefixes.
   *
   * @see io.kronosq.task.Names#checkGroup
   */
  String group() default "all";

  /** How many tasks make a batch at most, 1 to {@value Aggregation#MAX_SIZE}. Not for prefixes. */
  int maxSize() default 100;

  /**
   * How long the first task of a batch waits at most, such as {@code 30s} or {@code PT30S}. Not for
   * prefixes.
   */
  String maxDelay() default "10s";

  /**
   * How long a group waits for another task after the last one, such as {@code 500ms}. Not for
   * prefixes.
   */
  String gracePeriod() default "1s";
}
