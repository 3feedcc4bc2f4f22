package io.kronosq.client;

import io.kronosq.task.TaskRef;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Holds back what a thread enqueues in the middle of something that may still fail, such as a
 * transaction. Safe for use by many threads.
 */
public interface EnqueueGate {
  /** Holds nothing back. */
  EnqueueGate OPEN =
      new EnqueueGate() {
        @Override
        public boolean isOpen() {
          return true;
        }

        @Override
        public List<CompletionStage<TaskRef>> hold(
            List<PreparedTask> tasks, EnqueueBatcher batcher) {
          throw new IllegalStateException("This gate is always open");
        }
      };

  /**
   * Whether the calling thread's tasks go out at once. Asked at each enqueue, so it must be quick.
   */
  boolean isOpen();

  /**
   * Takes tasks of the calling thread, for which the gate is not open.
   *
   * @param tasks in order; their ids are final
   * @param batcher sends them later
   * @return for each of them, a stage that completes when it is as good as stored, and fails with
   *     {@link io.kronosq.task.EnqueueException} when it will not be
   * @throws io.kronosq.task.KronosException when they can't be held; nothing is enqueued then
   */
  List<CompletionStage<TaskRef>> hold(List<PreparedTask> tasks, EnqueueBatcher batcher);
}
