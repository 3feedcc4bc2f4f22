package io.kronosq.cdi.runtime;

import io.kronosq.cdi.TaskCaller;
import io.kronosq.task.TaskRef;
import io.kronosq.trace.TracePropagator;
import jakarta.enterprise.inject.spi.BeanManager;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the caller's name along with what is enqueued, beside the headers of its trace. */
final class CallerPropagator implements TracePropagator {
  private static final Logger LOG = LoggerFactory.getLogger(CallerPropagator.class);

  /** What servers call those who are not logged in. */
  private static final Set<String> NOBODY = Set.of("", "anonymous", "ANONYMOUS", "UNAUTHENTICATED");

  private final TracePropagator traces;
  private final BeanManager beanManager;

  /**
   * @param traces makes traces follow
   * @param beanManager of the application, which knows the caller
   */
  CallerPropagator(TracePropagator traces, BeanManager beanManager) {
    this.traces = traces;
    this.beanManager = beanManager;
  }

  @Override
  public Map<String, String> inject(TaskRef task, String type, Map<String, String> headers) {
    Map<String, String> added = traces.inject(task, type, headers);
    String caller = caller();
    if (caller == null || NOBODY.contains(caller)) {
      return added;
    }
    Map<String, String> all = new HashMap<>(added);
    all.put(TaskCaller.HEADER, caller);
    return all;
  }

  private @Nullable String caller() {
    try {
      return beanManager.createInstance().select(Principal.class).get().getName();
    } catch (RuntimeException e) {
      // Where nobody is logged in, containers answer in ways of their own.
      LOG.debug("The container tells no caller", e);
      return null;
    }
  }

  @Override
  public Scope attach(TaskRef task, String type, int attempt, Map<String, String> headers) {
    return traces.attach(task, type, attempt, headers);
  }
}
