package io.kronosq.handler;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Map;

/** One task of a batch while the batch is processed; see {@link TaskContext#batch}. */
public interface BatchItem {
  /** The task's id, as its enqueue answered it. */
  String taskId();

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

  /**
   * Says that this task failed. When the handler returns, the batch is tried again with those that
   * failed, and the others are done; when it throws, the whole batch failed.
   *
   * @param failure why; the first one counts
   */
  void fail(Throwable failure);
}
