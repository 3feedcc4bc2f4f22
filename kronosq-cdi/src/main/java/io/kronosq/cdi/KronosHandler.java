package io.kronosq.cdi;

import io.kronosq.handler.RetryPolicy;
import io.kronosq.task.EnqueueOptions;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Processes the tasks of a type.
 *
 * <p>It stands on a public method of a CDI bean or of a stateless or singleton session bean. The
 * method takes at most one payload, read from JSON unless the application has its own {@link
 * io.kronosq.task.PayloadCodec}, and at most one {@link io.kronosq.handler.TaskContext}, in any
 * order; with {@link KronosBatch}, a list of them. What it returns is kept as the task's result for
 * the task's retention; {@code null} and {@code void} keep nothing. It may also stand on the class
 * of a bean that implements {@link io.kronosq.handler.TaskHandler} or {@link
 * io.kronosq.handler.AsyncTaskHandler}.
 *
 * <p>A method that returns a {@link java.util.concurrent.CompletionStage} holds no thread until
 * that completes, with the result or with the failure of the attempt. The request context, a
 * transaction and interceptors end when the method returns; {@code @Dependent} beans live as long
 * as the stage. See {@link io.kronosq.handler.AsyncTaskHandler} for cancellation, and {@link
 * io.kronosq.handler.TaskContext#executor} for a place where to go on.
 *
 * <p>The bean must be discovered: in an archive without a {@code beans.xml} that says otherwise, it
 * needs a scope or a session bean annotation. Each call has a request context of its own, and
 * passes the bean's interceptors.
 *
 * <p>{@link #queue}, {@link #maxRetry}, {@link #timeout} and {@link #retention} are defaults for
 * the tasks that the injected {@link io.kronosq.KronosClient} of the same application enqueues;
 * options of the call win. Applications that only enqueue the type don't know them.
 *
 * <p>What the method throws is the failure of the attempt; an {@code EJBException} around it is
 * taken off. Session beans roll their transaction back for every unchecked exception, {@link
 * io.kronosq.handler.SkipRetryException} and {@link io.kronosq.handler.RetryLaterException}
 * included, and the server logs it, unless {@code ejb-jar.xml} declares it an application
 * exception.
 *
 * <p>A mistake in its use fails the deployment with a {@link KronosDeploymentException}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface KronosHandler {
  /**
   * The task type, or a prefix of task types followed by {@code *}. An exact type goes before a
   * prefix, a longer prefix before a shorter one.
   *
   * @see io.kronosq.task.Names#checkType
   */
  String value();

  /**
   * The queue of tasks whose enqueue names none; empty for {@value EnqueueOptions#DEFAULT_QUEUE}.
   * Not for prefixes.
   */
  String queue() default "";

  /** How many times a failed task is tried again, 0 or more. Not for prefixes. */
  int maxRetry() default EnqueueOptions.DEFAULT_MAX_RETRY;

  /**
   * Time limit of one attempt, such as {@code 30s} or {@code PT30S}; {@code 0s} for none, empty for
   * 30 minutes. Not for prefixes.
   */
  String timeout() default "";

  /**
   * How long a completed task and its result are kept, such as {@code 7d} or {@code P7D}; empty for
   * not at all. Not for prefixes.
   */
  String retention() default "";

  /**
   * Decides how long a failed task waits for its next attempt: a class of which there is a CDI bean
   * or that has a public constructor without parameters. {@code RetryPolicy.class} itself stands
   * for {@link RetryPolicy#exponential()}.
   */
  Class<? extends RetryPolicy> retryPolicy() default RetryPolicy.class;

  /**
   * Exceptions, with their subclasses, that are no failure of the task, such as "the mail server is
   * away": they postpone it as the retry policy says, without spending a retry.
   */
  Class<? extends Throwable>[] postponeOn() default {};
}
