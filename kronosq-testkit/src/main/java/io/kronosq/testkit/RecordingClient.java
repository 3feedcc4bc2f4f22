package io.kronosq.testkit;

import io.kronosq.KronosClient;
import io.kronosq.store.Envelope;
import io.kronosq.store.NewTask;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadContext;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.task.Unique;
import io.kronosq.time.TimeSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A client that takes every task and only remembers it: without Redis, and so without what Redis
 * decides, such as that a unique key is taken. For tests of code whose tasks are not to be run.
 * Safe for use by many threads.
 */
public final class RecordingClient implements KronosClient, EnqueuedTasks {
  private final PayloadCodec codec;
  private final TimeSource time = TimeSource.system();

  // Guarded by this.
  private final List<EnqueuedTask> tasks = new ArrayList<>();

  /** Of payloads that are bytes or text. */
  public RecordingClient() {
    this(PayloadCodec.plain());
  }

  /**
   * @param codec writes and reads payloads
   */
  public RecordingClient(PayloadCodec codec) {
    this.codec = codec;
  }

  @Override
  public synchronized TaskRef enqueue(Task task, EnqueueOption... options) {
    EnqueueOptions chosen = EnqueueOptions.from(Arrays.asList(options)).checkTogether();
    String id = chosen.taskId();
    TaskRef ref = new TaskRef(chosen.queue(), id == null ? "task-" + (tasks.size() + 1) : id);
    Instant now = time.now().truncatedTo(ChronoUnit.MILLIS);
    byte[] payload = task.payload() instanceof byte[] bytes ? bytes : codec.encode(task.payload());
    Envelope envelope =
        new Envelope(
            task.type(),
            codec.transforms().apply(payload, PayloadContext.payload(task.type())),
            now,
            chosen.maxRetry(),
            chosen.timeout(),
            chosen.deadline(),
            chosen.retention(),
            null,
            chosen.headers(),
            chosen.limitKey());
    Unique unique = chosen.unique();
    NewTask.Lock lock =
        unique == null
            ? null
            : new NewTask.Lock("", unique.ttl(), unique.release(), unique.whenTaken());
    tasks.add(
        new EnqueuedTask(
            ref,
            envelope,
            Recording.dueAt(chosen.due(), now),
            new EnqueuedTask.Together(lock, chosen.group()),
            codec));
    return ref;
  }

  @Override
  public CompletionStage<TaskRef> enqueueAsync(Task task, EnqueueOption... options) {
    return CompletableFuture.completedStage(enqueue(task, options));
  }

  @Override
  public List<TaskRef> enqueueAll(Collection<Task> all, EnqueueOption... options) {
    return all.stream().map(task -> enqueue(task, options)).toList();
  }

  @Override
  public synchronized List<EnqueuedTask> enqueued() {
    return List.copyOf(tasks);
  }

  /** Does nothing. */
  @Override
  public void close() {}
}
