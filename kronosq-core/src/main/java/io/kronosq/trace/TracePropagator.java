package io.kronosq.trace;

import io.kronosq.task.TaskRef;
import java.util.Map;

/**
 * Makes traces follow tasks. Implementations must be safe for use by many threads. One that throws
 * does not fail the task; it is logged.
 */
public interface TracePropagator {
  /**
   * Headers for a task that is enqueued on the calling thread. Those that the application gave win.
   *
   * @param task its queue, and the id that it is to have
   * @param type the task's type
   * @param headers as the application gave them; not modifiable
   * @return what is added; empty for nothing
   */
  Map<String, String> inject(TaskRef task, String type, Map<String, String> headers);

  /**
   * Called on the handler's thread before the handler.
   *
   * @param task queue and id
   * @param type the task's type
   * @param attempt 1 for the first one; those that ended with a crash of their server count, too
   * @param headers the task's; not modifiable, and not to be trusted
   * @return ended on the same thread, after the handler; or detached from it
   */
  Scope attach(TaskRef task, String type, int attempt, Map<String, String> headers);

  /** An attempt, while its handler runs. */
  interface Scope {
    /** Nothing to be ended. */
    Scope NOTHING = () -> {};

    /**
     * The handler has thrown, or its stage completed exceptionally. Called before {@link #end}.
     *
     * @param failure with what
     */
    default void failed(Throwable failure) {}

    /** The handler has ended. */
    void end();

    /**
     * The handler has returned a stage that is not complete. Called on the thread of {@link
     * #attach}, which is to be left as it was before, instead of {@link #end}.
     *
     * @return told how the stage completed, on another thread. Unless overridden, this scope is
     *     ended, and nothing is told.
     */
    default Scope detach() {
      end();
      return NOTHING;
    }
  }

  /**
   * Carries the W3C trace context and {@code baggage} from a handler's task to the tasks that it
   * enqueues on its thread, each attempt being a span of its own, and puts {@value
   * W3cPropagator#TRACE_ID_KEY} and {@value W3cPropagator#SPAN_ID_KEY} into SLF4J's MDC while a
   * handler runs. It starts no traces and records no spans.
   */
  static TracePropagator w3c() {
    return W3cPropagator.INSTANCE;
  }

  /** Does nothing. */
  static TracePropagator none() {
    return new TracePropagator() {
      @Override
      public Map<String, String> inject(TaskRef task, String type, Map<String, String> headers) {
        return Map.of();
      }

      @Override
      public Scope attach(TaskRef task, String type, int attempt, Map<String, String> headers) {
        return Scope.NOTHING;
      }
    };
  }
}
