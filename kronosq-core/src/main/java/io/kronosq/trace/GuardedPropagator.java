package io.kronosq.trace;

import io.kronosq.task.TaskRef;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a propagator's failures from tasks, and its headers from replacing the application's. */
public final class GuardedPropagator implements TracePropagator {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedPropagator.class);

  private final TracePropagator propagator;

  /**
   * @param propagator may throw
   */
  public GuardedPropagator(TracePropagator propagator) {
    this.propagator = propagator;
  }

  /**
   * The headers of a task that is enqueued: the application's, and what the propagator adds.
   *
   * @param task its queue, and the id that it is to have
   * @param type the task's type
   * @param headers the application's; returned as they are where nothing is added
   */
  @Override
  public Map<String, String> inject(TaskRef task, String type, Map<String, String> headers) {
    try {
      Map<String, String> added = propagator.inject(task, type, headers);
      if (added.isEmpty()) {
        return headers;
      }
      Map<String, String> all = new HashMap<>(added);
      all.putAll(headers);
      return Map.copyOf(all);
    } catch (RuntimeException e) {
      LOG.warn("A task of type {} is enqueued without its trace: {}", type, e.toString());
      return headers;
    }
  }

  @Override
  public Scope attach(TaskRef task, String type, int attempt, Map<String, String> headers) {
    try {
      Scope scope = propagator.attach(task, type, attempt, headers);
      return scope == Scope.NOTHING ? scope : new Guarded(task, scope);
    } catch (RuntimeException e) {
      LOG.warn("Task {} is processed without its trace: {}", task.id(), e.toString());
      return Scope.NOTHING;
    }
  }

  private record Guarded(TaskRef task, Scope scope) implements Scope {
    @Override
    public void failed(Throwable failure) {
      guard(() -> scope.failed(failure));
    }

    @Override
    public void end() {
      guard(scope::end);
    }

    @Override
    public Scope detach() {
      try {
        Scope detached = scope.detach();
        return detached == NOTHING ? detached : new Guarded(task, detached);
      } catch (RuntimeException e) {
        warn(e);
        return NOTHING;
      }
    }

    private void guard(Runnable call) {
      try {
        call.run();
      } catch (RuntimeException e) {
        warn(e);
      }
    }

    private void warn(RuntimeException e) {
      LOG.warn("The trace of task {} is not complete: {}", task.id(), e.toString());
    }
  }
}
