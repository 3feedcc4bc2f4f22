package io.kronosq.testkit;

import io.kronosq.Inspector;
import io.kronosq.inspect.TaskPage;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.store.Envelope;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Tasks that are in Redis. */
final class InspectedTasks implements EnqueuedTasks {
  private final Inspector inspector;
  private final PayloadCodec codec;

  InspectedTasks(Inspector inspector, PayloadCodec codec) {
    this.inspector = inspector;
    this.codec = codec;
  }

  @Override
  public List<EnqueuedTask> enqueued() {
    List<EnqueuedTask> found = new ArrayList<>();
    for (QueueInfo queue : inspector.queues()) {
      for (TaskState state : TaskState.values()) {
        addAll(queue.name(), state, found);
      }
    }
    found.sort(Comparator.comparing(EnqueuedTask::enqueuedAt));
    return found;
  }

  private void addAll(String queue, TaskState state, List<EnqueuedTask> found) {
    TaskQuery query = TaskQuery.of(queue, state).limitedTo(TaskQuery.MAX_LIMIT);
    TaskPage page = inspector.tasks(query);
    page.tasks().forEach(task -> found.add(asEnqueued(task)));
    while (page.next() != null) {
      page = inspector.tasks(query.after(page.next()));
      page.tasks().forEach(task -> found.add(asEnqueued(task)));
    }
  }

  private EnqueuedTask asEnqueued(TaskInfo task) {
    Instant due = task.state() == TaskState.SCHEDULED ? task.dueAt() : null;
    Envelope envelope =
        new Envelope(
            task.type(),
            task.payload(),
            task.enqueuedAt(),
            task.maxRetry(),
            task.timeout(),
            task.deadline(),
            task.retention(),
            null,
            task.headers(),
            task.limitKey(),
            task.batch(),
            due);
    return new EnqueuedTask(
        task.ref(),
        envelope,
        due == null ? task.enqueuedAt() : due,
        EnqueuedTask.Together.NONE,
        codec);
  }
}
