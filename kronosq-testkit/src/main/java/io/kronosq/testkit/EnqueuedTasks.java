package io.kronosq.testkit;

import io.kronosq.Inspector;
import io.kronosq.task.PayloadCodec;
import java.util.List;

/** Tells what was enqueued, for assertions. */
@FunctionalInterface
public interface EnqueuedTasks {
  /** What was enqueued so far, in this order; a copy. */
  List<EnqueuedTask> enqueued();

  /**
   * What is in Redis when asked: tasks that wait, run, failed or are kept, in all queues, by the
   * time at which they were enqueued. Tasks that are done and were not kept are not among them.
   *
   * @param inspector stays open
   * @param codec reads payloads, such as {@link PayloadCodec#plain()}
   */
  static EnqueuedTasks in(Inspector inspector, PayloadCodec codec) {
    return new InspectedTasks(inspector, codec);
  }
}
