package io.kronosq;

import com.github.f4b6a3.ulid.Ulid;
import io.kronosq.client.EnqueueBatcher;
import io.kronosq.client.EnqueueGate;
import io.kronosq.client.PendingEnqueue;
import io.kronosq.client.PreparedTask;
import io.kronosq.client.UniqueDigest;
import io.kronosq.store.BatchCodec;
import io.kronosq.store.Confirmation;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.NewTask;
import io.kronosq.store.TaskStore;
import io.kronosq.store.UniqueLock;
import io.kronosq.task.BatchEnqueueException;
import io.kronosq.task.Due;
import io.kronosq.task.Durability;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadContext;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.task.Unique;
import io.kronosq.time.TimeSource;
import io.kronosq.trace.GuardedPropagator;
import io.kronosq.trace.TracePropagator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The client: turns tasks into envelopes and hands them to the batcher. */
final class StoreClient implements KronosClient {
  /**
   * Tasks of one {@link #enqueueAll} that may be under way at a time; bounds the memory of a large
   * one.
   */
  private static final int WINDOW = 4 * TaskStore.MAX_BATCH;

  private final TaskStore store;
  private final boolean ownsStore;
  private final Map<String, List<EnqueueOption>> defaults;
  private final PayloadCodec codec;
  private final TracePropagator propagator;
  private final Duration timeout;
  private final int maxPayloadBytes;
  private final Durability durability;
  private final Duration confirmedWithin;
  private final EnqueueGate gate;
  private final EnqueueBatcher batcher;
  private final TimeSource time;

  StoreClient(Builder builder) {
    store = builder.store;
    ownsStore = builder.ownsStore;
    defaults = Map.copyOf(builder.defaults);
    codec = builder.codec;
    propagator = new GuardedPropagator(builder.propagator);
    timeout = builder.timeout;
    maxPayloadBytes = builder.maxPayloadBytes;
    durability = builder.durability;
    confirmedWithin = builder.confirmedWithin;
    gate = builder.gate;
    time = builder.time;
    batcher = new EnqueueBatcher(store, timeout, TimeSource.system());
    builder.partitions.forEach(store.partitions()::atLeast);
    // Then the first enqueue need not wait for them.
    store.partitions().layouts(EnqueueOptions.DEFAULT_QUEUE);
  }

  @Override
  public TaskRef enqueue(Task task, EnqueueOption... options) {
    if (gate.isOpen()) {
      return enqueueNow(task, options);
    }
    PreparedTask held = prepareToHold(task, optionsFor(task.type(), Arrays.asList(options)));
    gate.hold(List.of(held), batcher);
    return held.ref();
  }

  @Override
  public TaskRef enqueueNow(Task task, EnqueueOption... options) {
    refuseOnLoop();
    PendingEnqueue pending =
        new PendingEnqueue(prepare(task, optionsFor(task.type(), Arrays.asList(options))));
    batcher.submit(pending);
    return pending.await(timeout);
  }

  @Override
  public CompletionStage<TaskRef> enqueueAsync(Task task, EnqueueOption... options) {
    EnqueueOptions resolved = optionsFor(task.type(), Arrays.asList(options));
    if (!gate.isOpen()) {
      return gate.hold(List.of(prepareToHold(task, resolved)), batcher).get(0);
    }
    PendingEnqueue pending = new PendingEnqueue(prepare(task, resolved));
    batcher.submit(pending);
    return pending.minimalCompletionStage();
  }

  @Override
  public List<TaskRef> enqueueAll(Collection<Task> tasks, EnqueueOption... options) {
    if (gate.isOpen()) {
      refuseOnLoop();
      return enqueueAllNow(prepareAll(tasks, Arrays.asList(options), this::prepare));
    }
    List<PreparedTask> held = prepareAll(tasks, Arrays.asList(options), this::prepareToHold);
    gate.hold(held, batcher);
    return held.stream().map(PreparedTask::ref).toList();
  }

  private List<TaskRef> enqueueAllNow(List<PreparedTask> tasks) {
    List<PendingEnqueue> all = tasks.stream().map(PendingEnqueue::new).toList();
    List<TaskRef> stored = new ArrayList<>(all.size());
    Map<Integer, EnqueueException> failures = new TreeMap<>();
    int submitted = 0;
    for (int i = 0; i < all.size(); i++) {
      if (submitted < all.size() && submitted - i <= WINDOW / 2) {
        int end = Math.min(all.size(), i + WINDOW);
        batcher.submitAll(all.subList(submitted, end));
        submitted = end;
      }
      try {
        stored.add(all.get(i).await(timeout));
      } catch (EnqueueException e) {
        failures.put(i, e);
      }
    }
    if (!failures.isEmpty()) {
      throw new BatchEnqueueException(all.size(), failures);
    }
    return stored;
  }

  private List<PreparedTask> prepareAll(
      Collection<Task> tasks,
      List<EnqueueOption> options,
      BiFunction<Task, EnqueueOptions, PreparedTask> prepare) {
    List<PreparedTask> all = new ArrayList<>(tasks.size());
    String type = "";
    EnqueueOptions resolved = null;
    for (Task task : tasks) {
      if (resolved == null || !task.type().equals(type)) {
        type = task.type();
        resolved = optionsFor(type, options);
      }
      all.add(prepare.apply(task, resolved));
    }
    return all;
  }

  private EnqueueOptions optionsFor(String type, List<EnqueueOption> options) {
    return EnqueueOptions.from(defaults.getOrDefault(type, List.of()), options);
  }

  /** The caller is told an id before the task is sent, so that one must not change. */
  private PreparedTask prepareToHold(Task task, EnqueueOptions options) {
    PreparedTask prepared = prepare(task, options);
    return prepared.withTask(prepared.task().withFinalId());
  }

  private PreparedTask prepare(Task task, EnqueueOptions options) {
    byte[] payload = task.payload() instanceof byte[] bytes ? bytes : codec.encode(task.payload());
    if (payload.length > maxPayloadBytes) {
      throw new PayloadException(
          "The payload of a task of type '"
              + task.type()
              + "' has "
              + payload.length
              + " bytes; at most "
              + maxPayloadBytes
              + " are allowed. Store the data elsewhere and enqueue a reference, or raise maxPayloadBytes");
    }
    String chosenId = options.taskId();
    String id = chosenId == null ? Ulid.fast().toString() : chosenId;
    Unique unique = options.checkTogether().unique();
    String digest = unique == null ? null : UniqueDigest.of(unique, task.type(), payload);
    Instant now = time.now();
    Envelope envelope =
        new Envelope(
            task.type(),
            codec.transforms().apply(payload, PayloadContext.payload(task.type())),
            now,
            options.maxRetry(),
            options.timeout(),
            options.deadline(),
            options.retention(),
            lockOf(unique, digest),
            propagator.inject(new TaskRef(options.queue(), id), task.type(), options.headers()),
            options.limitKey(),
            false,
            dueAt(options.due(), now));
    NewTask.Lock lock =
        unique == null || digest == null
            ? null
            : new NewTask.Lock(digest, unique.ttl(), unique.release(), unique.whenTaken());
    return new PreparedTask(
        task.type(),
        options.queue(),
        new NewTask(
            id,
            chosenId != null,
            EnvelopeCodec.encode(envelope),
            options.due(),
            lock,
            options.limitKey(),
            groupOf(envelope, options)),
        options.orderingKey(),
        confirmation(options.durability()));
  }

  private static @Nullable Instant dueAt(Due due, Instant now) {
    if (due instanceof Due.After after) {
      return now.plus(after.delay());
    }
    return due instanceof Due.At at && at.time().isAfter(now) ? at.time() : null;
  }

  private Confirmation confirmation(@Nullable Durability chosen) {
    Durability asked = chosen == null ? durability : chosen;
    return asked.isFast() ? Confirmation.NONE : new Confirmation(asked, confirmedWithin);
  }

  private static NewTask.@Nullable Group groupOf(Envelope first, EnqueueOptions options) {
    String name = options.group();
    return name == null
        ? null
        : new NewTask.Group(first.type(), name, options.aggregation(), BatchCodec.frame(first));
  }

  private static @Nullable UniqueLock lockOf(@Nullable Unique unique, @Nullable String digest) {
    return unique == null || digest == null ? null : new UniqueLock(digest, unique.release());
  }

  private void refuseOnLoop() {
    if (store.loop().inLoop()) {
      throw new IllegalStateException(
          "A waiting enqueue was called on Kronosq's I/O thread, where it would block every call;"
              + " use enqueueAsync, or continue on another executor (thenApplyAsync)");
    }
  }

  @Override
  public void close() {
    if (ownsStore) {
      store.close();
    }
  }
}
