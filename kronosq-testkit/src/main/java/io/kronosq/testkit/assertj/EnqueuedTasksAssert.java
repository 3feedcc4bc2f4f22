package io.kronosq.testkit.assertj;

import io.kronosq.testkit.EnqueuedTask;
import io.kronosq.testkit.EnqueuedTasks;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on all that was enqueued.
 *
 * @param <S> the assertions' own type
 */
public abstract class EnqueuedTasksAssert<S extends EnqueuedTasksAssert<S>>
    extends AbstractAssert<S, EnqueuedTasks> {
  EnqueuedTasksAssert(EnqueuedTasks actual, Class<?> self) {
    super(actual, self);
  }

  /** Of what only tells what was enqueued. */
  static final class Plain extends EnqueuedTasksAssert<Plain> {
    Plain(EnqueuedTasks actual) {
      super(actual, Plain.class);
    }
  }

  /**
   * Asserts that at least one task of a type was enqueued, and goes on with those of that type.
   *
   * @param type the task's type
   */
  public EnqueuedAssert<S> enqueued(String type) {
    List<EnqueuedTask> all = enqueued();
    List<EnqueuedTask> found = all.stream().filter(task -> task.type().equals(type)).toList();
    if (found.isEmpty()) {
      throw failure("Expected a task of type '%s' to be enqueued, but %s", type, Texts.were(all));
    }
    return new EnqueuedAssert<>(myself, type, found);
  }

  /**
   * Asserts that no task of a type was enqueued.
   *
   * @param type the task's type
   */
  public S neverEnqueued(String type) {
    List<EnqueuedTask> all = enqueued();
    if (all.stream().anyMatch(task -> task.type().equals(type))) {
      throw failure("Expected no task of type '%s' to be enqueued, but %s", type, Texts.were(all));
    }
    return myself;
  }

  /** Asserts that no task was enqueued. */
  public S nothingEnqueued() {
    List<EnqueuedTask> all = enqueued();
    if (!all.isEmpty()) {
      throw failure("Expected no task to be enqueued, but %s", Texts.were(all));
    }
    return myself;
  }

  /**
   * Asserts that tasks of these types were enqueued in this order, and no others.
   *
   * @param types the tasks' types, one for each task
   */
  public S enqueuedInOrder(String... types) {
    List<EnqueuedTask> all = enqueued();
    if (!all.stream().map(EnqueuedTask::type).toList().equals(Arrays.asList(types))) {
      throw failure(
          "Expected tasks of the types %s to be enqueued in this order, but %s",
          Arrays.asList(types), Texts.were(all));
    }
    return myself;
  }

  /**
   * Asserts that tasks of these types were enqueued, and of no others; each of them once or more.
   *
   * @param types the tasks' types
   */
  public S onlyEnqueued(String... types) {
    List<EnqueuedTask> all = enqueued();
    Set<String> found = new HashSet<>(all.stream().map(EnqueuedTask::type).toList());
    if (!found.equals(new HashSet<>(Arrays.asList(types)))) {
      throw failure(
          "Expected tasks of the types %s to be enqueued and no others, but %s",
          Arrays.asList(types), Texts.were(all));
    }
    return myself;
  }

  private List<EnqueuedTask> enqueued() {
    isNotNull();
    return actual.enqueued();
  }
}
