package io.kronosq.handler;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task while it is processed. For use by the handler's own invocation, on any of its threads. */
public interface TaskContext {
  /** The task's id, unique within its queue. */
  String taskId();

  /** The task's type. */
  String type();

  /** The queue it was taken from. */
  String queue();

  /** The payload's bytes; do not modify. */
  byte[] payload();

  /**
   * The payload, read by the server's codec.
   *
   * @param type the class wanted
   * @throws io.kronosq.task.PayloadException when it can't be read as that
   */
  <T> T payload(Class<T> type);

  /**
   * The payload, read by the server's codec as a generic type.
   *
   * @param type the type wanted
   * @throws io.kronosq.task.PayloadException when it can't be read as that
   */
  Object payload(Type type);

  /** Headers as enqueued; not modifiable. */
  Map<String, String> headers();

  /** When the task was enqueued, by the enqueuing server's clock. */
  Instant enqueuedAt();

  /** Retries spent before this attempt; 0 on the first. */
  int retried();

  /** Retries allowed. */
  int maxRetry();

  /** How often a server died while it held this task. */
  int crashes();

  /** The moment at which this attempt is cancelled, or null when it has no limit. */
  @Nullable Instant deadline();

  /** Whether the handler should stop: time limit, deadline, operator, shutdown, or a lost lease. */
  boolean isCancelled();

  /**
   * Returns while the handler may go on.
   *
   * @throws TaskCancelledException once {@link #isCancelled} is true
   */
  void throwIfCancelled();

  /**
   * Sets the result, kept with the task for its retention. The last call counts; a task without
   * retention drops it.
   *
   * @param value what the server's codec can write
   * @throws io.kronosq.task.PayloadException when the codec can't write it
   */
  void result(Object value);
}
