package io.kronosq.testkit.assertj;

import io.kronosq.task.PayloadException;
import io.kronosq.testkit.EnqueuedTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on enqueued tasks of one type. Each one that begins with <i>with</i>, <i>on</i> or
 * <i>in</i> asserts that there is a task such as it says, and the next ones go on with all of
 * those; so {@code withPayload(x).once()} counts those with that payload, {@code
 * once().withPayload(x)} all of the type.
 *
 * @param <P> what {@link #and()} goes back to
 */
public final class EnqueuedAssert<P> extends AbstractAssert<EnqueuedAssert<P>, List<EnqueuedTask>> {
  private final P parent;
  private final String what;

  EnqueuedAssert(P parent, String type, List<EnqueuedTask> actual) {
    this(parent, actual, "of type '" + type + "'");
  }

  private EnqueuedAssert(P parent, List<EnqueuedTask> actual, String what) {
    super(actual, EnqueuedAssert.class);
    this.parent = parent;
    this.what = what;
  }

  /** Asserts that there is one such task. */
  public EnqueuedAssert<P> once() {
    return times(1);
  }

  /**
   * Asserts how many such tasks there are.
   *
   * @param count 1 or more
   */
  public EnqueuedAssert<P> times(int count) {
    if (actual.size() != count) {
      throw failure(
          "Expected %d %s %s to be enqueued, but %s",
          count, count == 1 ? "task" : "tasks", what, Texts.were(actual));
    }
    return myself;
  }

  /**
   * Asserts on the payload.
   *
   * @param payload is compared with what the codec reads as its class
   */
  public EnqueuedAssert<P> withPayload(Object payload) {
    return such(
        "with payload " + Texts.value(payload),
        task -> Objects.deepEquals(readAs(task, payload.getClass()), payload));
  }

  /** A payload that can't be read as that class is another one. */
  private static Object readAs(EnqueuedTask task, Class<?> as) {
    try {
      return task.payload(as);
    } catch (PayloadException | ClassCastException other) {
      return other;
    }
  }

  /**
   * Asserts on the payload.
   *
   * @param as what the codec reads it as
   * @param condition what it must fulfil
   */
  public <T> EnqueuedAssert<P> withPayload(Class<T> as, Predicate<? super T> condition) {
    return such(
        "with a payload that fulfils the condition", task -> condition.test(task.payload(as)));
  }

  /**
   * Asserts on the payload of all such tasks.
   *
   * @param as what the codec reads it as
   * @param requirements assertions on it
   */
  public <T> EnqueuedAssert<P> withPayloadSatisfying(
      Class<T> as, Consumer<? super T> requirements) {
    actual.forEach(task -> requirements.accept(task.payload(as)));
    return myself;
  }

  /**
   * Asserts on all such tasks.
   *
   * @param requirements assertions on a task
   */
  public EnqueuedAssert<P> allTasksSatisfy(Consumer<EnqueuedTask> requirements) {
    actual.forEach(requirements);
    return myself;
  }

  /**
   * Asserts on the queue.
   *
   * @param queue its name
   */
  public EnqueuedAssert<P> onQueue(String queue) {
    return such("on queue '" + queue + "'", task -> task.queue().equals(queue));
  }

  /**
   * Asserts on the id.
   *
   * @param id the task's own id
   */
  public EnqueuedAssert<P> withTaskId(String id) {
    return such("with id '" + id + "'", task -> task.ref().id().equals(id));
  }

  /**
   * Asserts how long after its enqueueing it may start.
   *
   * @param delay zero for at once
   */
  public EnqueuedAssert<P> withDelay(Duration delay) {
    return such("with delay " + delay, task -> task.delay().equals(delay));
  }

  /**
   * Asserts when it may start.
   *
   * @param time by the store's clock
   */
  public EnqueuedAssert<P> dueAt(Instant time) {
    return such("due at " + time, task -> task.dueAt().equals(time));
  }

  /**
   * Asserts how many times a failed attempt is followed by another.
   *
   * @param retries 0 or more
   */
  public EnqueuedAssert<P> withMaxRetry(int retries) {
    return such("with " + retries + " retries", task -> task.maxRetry() == retries);
  }

  /**
   * Asserts on the limit of one attempt.
   *
   * @param limit zero for none
   */
  public EnqueuedAssert<P> withTimeout(Duration limit) {
    return such("with timeout " + limit, task -> task.timeout().equals(limit));
  }

  /**
   * Asserts on the moment after which no attempt may run.
   *
   * @param time by the store's clock
   */
  public EnqueuedAssert<P> withDeadline(Instant time) {
    return such("with deadline " + time, task -> task.deadline().filter(time::equals).isPresent());
  }

  /**
   * Asserts how long it is kept once completed.
   *
   * @param time zero for not at all
   */
  public EnqueuedAssert<P> withRetention(Duration time) {
    return such("with retention " + time, task -> task.retention().equals(time));
  }

  /**
   * Asserts on a header.
   *
   * @param name the header's name
   * @param value its value
   */
  public EnqueuedAssert<P> withHeader(String name, String value) {
    return such(
        "with header " + name + "=" + value, task -> value.equals(task.headers().get(name)));
  }

  /**
   * Asserts that it takes a unique lock.
   *
   * @param time how long that holds at most
   */
  public EnqueuedAssert<P> uniqueFor(Duration time) {
    return such("unique for " + time, task -> task.uniqueFor().filter(time::equals).isPresent());
  }

  /**
   * Asserts on the group in which it waits for others.
   *
   * @param name the group's name
   */
  public EnqueuedAssert<P> inGroup(String name) {
    return such("in group '" + name + "'", task -> task.group().filter(name::equals).isPresent());
  }

  /**
   * Asserts on the key that it has limits by.
   *
   * @param key such as a tenant
   */
  public EnqueuedAssert<P> withLimitKey(String key) {
    return such(
        "with limit key '" + key + "'", task -> task.limitKey().filter(key::equals).isPresent());
  }

  private EnqueuedAssert<P> such(String how, Predicate<EnqueuedTask> condition) {
    List<EnqueuedTask> found = actual.stream().filter(condition).toList();
    if (found.isEmpty()) {
      throw failure("Expected a task %s %s to be enqueued, but %s", what, how, Texts.were(actual));
    }
    return new EnqueuedAssert<>(parent, found, what + " " + how);
  }

  /** The tasks, for assertions of the caller's own. */
  public List<EnqueuedTask> tasks() {
    return actual;
  }

  /** Back to all that was enqueued. */
  public P and() {
    return parent;
  }
}
