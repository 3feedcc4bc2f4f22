package io.kronosq.worker;

import io.kronosq.handler.BatchFailureException;
import io.kronosq.handler.BatchItem;
import io.kronosq.store.BatchCodec;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadContext;
import io.kronosq.task.PayloadException;
import io.kronosq.task.PayloadTransforms;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks of one run, and which of them failed. Safe for use by many threads. */
final class BatchRun {
  private final Envelope envelope;
  private final List<BatchItem> items = new ArrayList<>();
  private final Map<String, Throwable> failures =
      Collections.synchronizedMap(new LinkedHashMap<>());

  private BatchRun(Envelope envelope) {
    this.envelope = envelope;
  }

  /**
   * The tasks of a batch.
   *
   * @throws PayloadException when one can't be read
   */
  static BatchRun of(Envelope batch, PayloadCodec codec, PayloadTransforms transforms) {
    BatchRun run = new BatchRun(batch);
    PayloadContext context = PayloadContext.payload(batch.type());
    for (BatchCodec.Member member : BatchCodec.members(batch.payload())) {
      Envelope task = EnvelopeCodec.decode(member.envelope());
      byte[] payload = transforms.undo(task.payload(), context);
      run.items.add(run.new Item(member.id(), task, payload, codec));
    }
    return run;
  }

  /** A task by itself. */
  static BatchRun single(String id, Envelope task, byte[] payload, PayloadCodec codec) {
    BatchRun run = new BatchRun(task);
    run.items.add(run.new Item(id, task, payload, codec));
    return run;
  }

  List<BatchItem> items() {
    return Collections.unmodifiableList(items);
  }

  /** The failure of a handler that ended although it said of tasks that they failed, or null. */
  @Nullable BatchFailureException failure() {
    synchronized (failures) {
      return failures.isEmpty() ? null : new BatchFailureException(failures);
    }
  }

  /** A handler's failure of some tasks, with those of which it said before that they failed. */
  BatchFailureException withFailed(BatchFailureException parts) {
    synchronized (failures) {
      if (parts.failures().keySet().containsAll(failures.keySet()) || namesNone(parts)) {
        return parts;
      }
      Map<String, Throwable> all = new LinkedHashMap<>(parts.failures());
      failures.forEach(all::putIfAbsent);
      return new BatchFailureException(all);
    }
  }

  /** Where it names no task of the batch, all failed. */
  private boolean namesNone(BatchFailureException parts) {
    return items.stream().noneMatch(item -> parts.failures().containsKey(item.taskId()));
  }

  /** The envelope of what is left when these tasks failed; null when that is all. */
  byte @Nullable [] left(BatchFailureException failure) {
    Set<String> failed = new LinkedHashSet<>(failure.failures().keySet());
    failed.retainAll(items.stream().map(BatchItem::taskId).toList());
    return failed.isEmpty() || items.stream().allMatch(item -> failed.contains(item.taskId()))
        ? null
        : BatchCodec.keeping(envelope, failed);
  }

  private final class Item implements BatchItem {
    private final String id;
    private final Envelope task;
    private final byte[] payload;
    private final PayloadCodec codec;

    Item(String id, Envelope task, byte[] payload, PayloadCodec codec) {
      this.id = id;
      this.task = task;
      this.payload = payload;
      this.codec = codec;
    }

    @Override
    public String taskId() {
      return id;
    }

    @Override
    public byte[] payload() {
      return payload;
    }

    @Override
    public <T> T payload(Class<T> type) {
      Object value = payload((Type) type);
      if (!type.isInstance(value)) {
        throw new PayloadException(
            "The codec read a payload of task type '"
                + task.type()
                + "' as "
                + value.getClass().getName()
                + ", not as "
                + type.getName());
      }
      return type.cast(value);
    }

    @Override
    public Object payload(Type type) {
      return codec.decode(payload, type);
    }

    @Override
    public Map<String, String> headers() {
      return task.headers();
    }

    @Override
    public Instant enqueuedAt() {
      return task.enqueuedAt();
    }

    @Override
    public void fail(Throwable failure) {
      failures.putIfAbsent(id, failure);
    }
  }
}
