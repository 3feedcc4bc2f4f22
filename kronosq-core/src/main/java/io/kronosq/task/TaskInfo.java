package io.kronosq.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is stored.
 *
 * @param ref queue and id
 * @param state where it stands
 * @param type the task's type
 * @param payload the payload's bytes; do not modify. Those of a batch are for {@code
 *     Inspector.batch}.
 * @param headers as enqueued
 * @param limitKey the key that it has limits by, or null
 * @param enqueuedAt by the enqueuing server's clock
 * @param dueAt when it is due (scheduled, retry), else null
 * @param maxRetry retries allowed
 * @param timeout limit of one attempt; zero means none
 * @param deadline no attempt may run after it; null means none
 * @param retention how long it is kept once completed
 * @param attempts what it has been through
 * @param notes what handlers told of it while they ran
 * @param result the handler's result while it is kept, else null
 * @param server the server that holds it (active), else null
 * @param archivedAt when it was archived (archived), else null
 * @param keptUntil when it goes (completed), else null
 * @param batch whether it is made of tasks of a group, see {@link EnqueueOption#group}
 */
public record TaskInfo(
    TaskRef ref,
    TaskState state,
    String type,
    byte[] payload,
    Map<String, String> headers,
    @Nullable String limitKey,
    Instant enqueuedAt,
    @Nullable Instant dueAt,
    int maxRetry,
    Duration timeout,
    @Nullable Instant deadline,
    Duration retention,
    AttemptLog attempts,
    TaskNotes notes,
    byte @Nullable [] result,
    @Nullable String server,
    @Nullable Instant archivedAt,
    @Nullable Instant keptUntil,
    boolean batch) {
  /**
   * How the payload is stored, as far as it can be told without undoing it: {@code aes-256-gcm},
   * {@code deflate}; empty when it is stored as it was given.
   */
  public Optional<String> encoding() {
    return Optional.ofNullable(PayloadTransforms.encoding(payload));
  }

  /**
   * The payload, read by a codec.
   *
   * @param codec with the transforms and keys with which it was written
   * @param as the class wanted
   * @throws PayloadException when it can't be read as that, or this is a batch
   */
  public <T> T payload(PayloadCodec codec, Class<T> as) {
    if (batch) {
      throw new PayloadException(
          "Task "
              + ref.id()
              + " of type '"
              + type
              + "' is a batch; read the payloads of the tasks that Inspector.batch tells");
    }
    return read(codec, payload, PayloadContext.payload(type), as);
  }

  /**
   * The result, read by a codec; empty when there is none.
   *
   * @param codec with the transforms and keys with which it was written
   * @param as the class wanted
   * @throws PayloadException when it can't be read as that
   */
  public <T> Optional<T> result(PayloadCodec codec, Class<T> as) {
    return result == null
        ? Optional.empty()
        : Optional.of(read(codec, result, PayloadContext.result(type, ref.id()), as));
  }

  /**
   * The last checkpoint, read by a codec; empty when there is none.
   *
   * @param codec with the transforms and keys with which it was written
   * @param as the class wanted
   * @throws PayloadException when it can't be read as that
   */
  public <T> Optional<T> checkpoint(PayloadCodec codec, Class<T> as) {
    TaskNotes.Checkpoint saved = notes.checkpoint();
    return saved == null
        ? Optional.empty()
        : Optional.of(read(codec, saved.bytes(), PayloadContext.checkpoint(type, ref.id()), as));
  }

  private static <T> T read(
      PayloadCodec codec, byte[] stored, PayloadContext context, Class<T> as) {
    return as.cast(codec.decode(codec.transforms().undo(stored, context), as));
  }
}
