package io.kronosq.testkit;

import io.kronosq.schedule.Schedule;
import io.kronosq.store.Encounter;
import io.kronosq.store.EnqueueReply;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.Layout;
import io.kronosq.store.NewTask;
import io.kronosq.store.TickReply;
import io.kronosq.store.TickRequest;
import io.kronosq.task.Due;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.TaskRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Remembers what was enqueued. Safe for use by many threads. */
final class Recording implements EnqueuedTasks {
  private volatile PayloadCodec codec;

  // Both guarded by this.
  private final List<EnqueuedTask> tasks = new ArrayList<>();
  private final Set<String> queues = new LinkedHashSet<>();

  Recording(PayloadCodec codec) {
    this.codec = codec;
  }

  /** Reads payloads with another codec from now on. */
  void codec(PayloadCodec value) {
    codec = value;
  }

  @Override
  public synchronized List<EnqueuedTask> enqueued() {
    return List.copyOf(tasks);
  }

  /** The queues that were ever enqueued to. */
  synchronized Set<String> queues() {
    return new LinkedHashSet<>(queues);
  }

  /** Forgets the tasks, and not the queues. */
  synchronized void forget() {
    tasks.clear();
  }

  private synchronized void add(EnqueuedTask task) {
    tasks.add(task);
    queues.add(task.queue());
  }

  /** Tasks were sent to the store, which refused some of them. */
  void stored(String partition, List<NewTask> sent, EnqueueReply reply) {
    for (int i = 0; i < sent.size(); i++) {
      NewTask task = sent.get(i);
      Encounter met = reply.encounters().get(i);
      if (met == null || met.replaced()) {
        stored(partition, task, met == null ? task.id() : met.other(), met != null);
      }
    }
  }

  private void stored(String partition, NewTask task, String id, boolean replaced) {
    Envelope envelope = EnvelopeCodec.decode(task.envelope());
    NewTask.Group group = task.group();
    add(
        new EnqueuedTask(
            new TaskRef(Layout.queueOf(partition), id, replaced),
            envelope,
            dueAt(task.due(), envelope.enqueuedAt()),
            new EnqueuedTask.Together(task.lock(), group == null ? null : group.name()),
            codec));
  }

  static Instant dueAt(Due due, Instant enqueuedAt) {
    if (due instanceof Due.After after) {
      return enqueuedAt.plus(after.delay());
    }
    return due instanceof Due.At at ? at.time() : enqueuedAt;
  }

  /**
   * Ticks were taken. Of tasks that must not overlap the later ones are left out.
   *
   * @see Schedule#ID_HEADER
   */
  void ticked(TickRequest request, TickReply reply) {
    for (TickRequest.TickTask task : request.tasks().subList(0, reply.enqueued())) {
      Envelope envelope = EnvelopeCodec.decode(task.envelope());
      add(
          new EnqueuedTask(
              new TaskRef(Layout.queueOf(request.schedule().partition()), task.id()),
              envelope,
              envelope.enqueuedAt(),
              EnqueuedTask.Together.NONE,
              codec));
    }
  }
}
