package io.kronosq.client;

import io.kronosq.task.TaskRef;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The tasks of something that has not succeeded yet, such as a transaction. */
public interface UnitOfWork {
  /**
   * Takes tasks.
   *
   * @param tasks in order; their ids are final
   * @return for each, a stage that completes when it is as good as stored, and fails with {@link
   *     io.kronosq.task.EnqueueException} when it will not be
   * @throws io.kronosq.task.KronosException when they can't be taken
   */
  List<CompletionStage<TaskRef>> add(List<PreparedTask> tasks);

  /** It succeeded: the tasks are to be stored. Called once. */
  void release();

  /**
   * It failed: no task is to be stored. Called once, and not with {@link #release}.
   *
   * @param why ends the sentence "Task … was not enqueued: "
   */
  void discard(String why);
}
