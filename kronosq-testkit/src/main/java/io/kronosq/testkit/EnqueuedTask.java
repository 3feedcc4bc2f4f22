package io.kronosq.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.store.Envelope;
import io.kronosq.store.NewTask;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadContext;
import io.kronosq.task.PayloadException;
import io.kronosq.task.TaskRef;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task as it was enqueued, with all that its options and the defaults of its type said. */
public final class EnqueuedTask {
  private static final int SHOWN = 200;

  private final TaskRef ref;
  private final Envelope envelope;
  private final Instant dueAt;
  private final Together together;
  private final PayloadCodec codec;

  /**
   * What a task has to do with others.
   *
   * @param lock the unique lock that it takes, or null
   * @param group the group in which it waits, or null
   */
  record Together(NewTask.@Nullable Lock lock, @Nullable String group) {
    static final Together NONE = new Together(null, null);
  }

  EnqueuedTask(
      TaskRef ref, Envelope envelope, Instant dueAt, Together together, PayloadCodec codec) {
    this.ref = ref;
    this.envelope = envelope;
    this.dueAt = dueAt;
    this.together = together;
    this.codec = codec;
  }

  /** Where it is found; says, too, whether it replaced a task that was waiting. */
  public TaskRef ref() {
    return ref;
  }

  /** Its type. */
  public String type() {
    return envelope.type();
  }

  /** Its queue's name. */
  public String queue() {
    return ref.queue();
  }

  /** Its payload's bytes, as the codec wrote them. */
  public byte[] payload() {
    return codec.transforms().undo(envelope.payload(), PayloadContext.payload(type()));
  }

  /**
   * Its payload.
   *
   * @param as the class wanted
   * @throws PayloadException when the codec can't read it as that
   */
  public <T> T payload(Class<T> as) {
    if (as == byte[].class) {
      return as.cast(payload());
    }
    return as.cast(codec.decode(payload(), as));
  }

  /** When it was enqueued. */
  public Instant enqueuedAt() {
    return envelope.enqueuedAt();
  }

  /** When it may start: the time of its enqueueing unless it was delayed. */
  public Instant dueAt() {
    return dueAt;
  }

  /** How long after its enqueueing it may start; zero for at once. */
  public Duration delay() {
    Duration delay = Duration.between(enqueuedAt(), dueAt);
    return delay.isNegative() ? Duration.ZERO : delay;
  }

  /** How many times a failed attempt is followed by another. */
  public int maxRetry() {
    return envelope.maxRetry();
  }

  /** The limit of one attempt; zero for none. */
  public Duration timeout() {
    return envelope.timeout();
  }

  /** The moment after which no attempt may run. */
  public Optional<Instant> deadline() {
    return Optional.ofNullable(envelope.deadline());
  }

  /** How long it is kept once completed; zero for not at all. */
  public Duration retention() {
    return envelope.retention();
  }

  /** Its headers, with those of traces and schedules. */
  public Map<String, String> headers() {
    return envelope.headers();
  }

  /** The key that it has limits by. */
  public Optional<String> limitKey() {
    return Optional.ofNullable(envelope.limitKey());
  }

  /** The group in which it waits for others. */
  public Optional<String> group() {
    return Optional.ofNullable(together.group());
  }

  /** How long its unique lock holds; empty when it has none, or that is not known any more. */
  public Optional<Duration> uniqueFor() {
    return Optional.ofNullable(together.lock()).map(NewTask.Lock::ttl);
  }

  /** Whether it has a unique lock. */
  public boolean isUnique() {
    return envelope.lock() != null || together.lock() != null;
  }

  /** Type, queue, payload and delay, for messages. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(type()).append(" on ").append(queue());
    if (!delay().isZero()) {
      text.append(" in ").append(delay());
    }
    return text.append(": ").append(shownPayload()).toString();
  }

  private String shownPayload() {
    byte[] bytes = payload();
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
    } catch (CharacterCodingException binary) {
      return bytes.length + " bytes";
    }
  }
}
