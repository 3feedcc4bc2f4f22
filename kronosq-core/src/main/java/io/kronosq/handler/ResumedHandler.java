package io.kronosq.handler;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A handler whose stage ends on the server's executor, whatever thread completes it, so that
 * middleware and what follows run there; and is cancelled with its attempt.
 */
final class ResumedHandler implements AsyncTaskHandler {
  private final AsyncTaskHandler handler;

  ResumedHandler(AsyncTaskHandler handler) {
    this.handler = handler;
  }

  @Override
  public CompletionStage<?> handle(TaskContext context) throws Exception {
    CompletionStage<?> stage = started(context);
    // A subclass, such as the stages that are only stages, may not let itself be asked.
    if (stage.getClass() == CompletableFuture.class && stage.toCompletableFuture().isDone()) {
      return stage;
    }
    CompletableFuture<@Nullable Object> resumed = new CompletableFuture<>();
    stage.whenCompleteAsync(
        (value, failure) -> {
          if (failure == null) {
            resumed.complete(value);
          } else {
            resumed.completeExceptionally(cause(failure));
          }
        },
        context.executor());
    context.onCancel(() -> stage.toCompletableFuture().cancel(true));
    return resumed;
  }

  private CompletionStage<?> started(TaskContext context) throws Exception {
    @Nullable CompletionStage<?> stage = handler.handle(context);
    if (stage == null) {
      throw new IllegalStateException(
          "The asynchronous handler of task type '"
              + context.type()
              + "' returned null: return a stage, a completed one when there is nothing to wait for");
    }
    return stage;
  }

  /** What a stage really failed with: those that depend on another one wrap it. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
