package io.kronosq;

import io.kronosq.store.BatchCodec;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import java.util.List;

/** The tasks that a batch is made of. */
final class BatchTasks {
  private BatchTasks() {}

  static List<TaskInfo> of(TaskInfo batch) {
    return batch.batch()
        ? BatchCodec.members(batch.payload()).stream().map(member -> of(batch, member)).toList()
        : List.of(batch);
  }

  private static TaskInfo of(TaskInfo batch, BatchCodec.Member member) {
    Envelope task = EnvelopeCodec.decode(member.envelope());
    return new TaskInfo(
        new TaskRef(batch.ref().queue(), member.id()),
        batch.state(),
        task.type(),
        task.payload(),
        task.headers(),
        task.limitKey(),
        task.enqueuedAt(),
        batch.dueAt(),
        task.maxRetry(),
        task.timeout(),
        task.deadline(),
        task.retention(),
        batch.attempts(),
        batch.notes(),
        null,
        batch.server(),
        batch.archivedAt(),
        batch.keptUntil(),
        false);
  }
}
