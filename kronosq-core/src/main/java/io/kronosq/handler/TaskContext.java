package io.kronosq.handler;

import io.kronosq.task.TaskNotes;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A task while it is processed. For use by the handler's own invocation, on any of its threads. */
public interface TaskContext {
  /** The task's id, unique within its queue. */
  String taskId();

  /** The task's type. */
  String type();

  /** The queue it was taken from. */
  String queue();

  /**
   * The tasks to be processed together, see {@link io.kronosq.task.EnqueueOption#group}. A task
   * that was enqueued without a group is a batch of one.
   */
  List<BatchItem> batch();

  /**
   * The payload's bytes; do not modify.
   *
   * @throws io.kronosq.task.PayloadException when this is a batch, which has a payload for each of
   *     its tasks
   */
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
   * Has an action run once {@link #isCancelled} turns true, soon if it is true already, and not at
   * all when the attempt ends before. It runs on {@link #executor}; what it throws is logged.
   *
   * @param action stops what the attempt has under way, such as a request to another system
   */
  void onCancel(Runnable action);

  /**
   * Runs actions on threads of those that run handlers, with the context of the application where
   * there is one. For the later stages of an {@link AsyncTaskHandler}, which else run on the thread
   * that completes the stage before. Never rejects an action while the attempt is running.
   */
  Executor executor();

  /**
   * Sets the result, kept with the task for its retention. The last call counts; a task without
   * retention drops it.
   *
   * @param value what the server's codec can write
   * @throws io.kronosq.task.PayloadException when the codec can't write it
   */
  void result(Object value);

  /**
   * Tells how far the handler has come. Returns at once; of what is told while a call is under way
   * only the latest is stored. Where Redis is full or away, it is dropped or delayed.
   *
   * @param fraction 0 to 1
   * @param message what the handler is at; cut after {@value TaskNotes#MAX_LINE_LENGTH} characters
   * @throws IllegalArgumentException when the fraction is not 0 to 1
   */
  void progress(double fraction, String message);

  /**
   * Tells how far the handler has come; see {@link #progress(double, String)}.
   *
   * @param fraction 0 to 1
   * @throws IllegalArgumentException when the fraction is not 0 to 1
   */
  default void progress(double fraction) {
    progress(fraction, "");
  }

  /**
   * Adds a line to the task's log, of which the last {@value TaskNotes#MAX_LINES} are kept. Returns
   * at once. Where Redis is full the line is dropped; after a broken connection it may stand there
   * twice.
   *
   * @param line cut after {@value TaskNotes#MAX_LINE_LENGTH} characters
   */
  void log(String line);

  /**
   * Saves where to go on from, for a later attempt: after a failure, and after a crash. It replaces
   * the last checkpoint, and is stored before the outcome of this attempt. It goes with the task.
   *
   * <p>Returns at once. To go on only when it is stored, wait with {@code
   * toCompletableFuture().get()}.
   *
   * @param value what the server's codec can write
   * @return completes when this checkpoint, or a later one of this attempt, is stored; on the I/O
   *     thread, so continue with the {@code …Async} methods where that takes time. Fails with
   *     {@link io.kronosq.store.StoreException} when it is not stored: Redis is full, or the task
   *     is no longer this server's. While Redis is away it is tried again.
   * @throws io.kronosq.task.PayloadException when the codec can't write it
   * @throws IllegalStateException when the handler has ended
   */
  CompletionStage<Void> checkpoint(Object value);

  /**
   * The last checkpoint, of this attempt or of an earlier one; empty when there is none.
   *
   * @param type the class wanted
   * @throws io.kronosq.task.PayloadException when it can't be read as that
   */
  <T> Optional<T> lastCheckpoint(Class<T> type);

  /**
   * The last checkpoint, read as a generic type; empty when there is none.
   *
   * @param type the type wanted
   * @throws io.kronosq.task.PayloadException when it can't be read as that
   */
  Optional<Object> lastCheckpoint(Type type);
}
