package io.kronosq.cdi.runtime;

import io.kronosq.cdi.config.KronosConfig;
import io.kronosq.cdi.config.ThreadKind;
import io.kronosq.cdi.mistake.Mistake;
import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.task.KronosException;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what runs the handlers. To be called on a thread that has the application's context. */
final class ExecutorLookup {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorLookup.class);
  private static final String SERVER_THREADS = "java:comp/DefaultManagedThreadFactory";
  private static final String SERVER_DEFAULT = "java:comp/DefaultManagedExecutorService";
  private static final String DEFAULT_CONTEXT = "java:comp/DefaultContextService";

  private ExecutorLookup() {}

  /**
   * Finds the configured executor, else makes a pool of the server's threads, virtual ones where
   * they may be, else finds the server's default executor, else, outside a server, makes threads.
   *
   * @param wanted what is configured
   * @throws KronosException when the configured one is not there or is no executor
   */
  static HandlerExecutor find(KronosConfig.Threads wanted) {
    String configured = wanted.executor();
    if (configured != null) {
      return managed(configured(configured), configured + " (named by kronosq.executor)");
    }
    VirtualThreads virtual = VirtualThreads.find(wanted.kind());
    if (virtual.factory() != null) {
      return pooled(virtual.factory(), "virtual threads (" + virtual.why() + ")");
    }
    if (wanted.kind() == ThreadKind.VIRTUAL) {
      LOG.warn("kronosq.threads=virtual has no effect: {}", virtual.why());
    }
    ManagedThreadFactory factory = lookup(SERVER_THREADS, ManagedThreadFactory.class);
    if (factory != null) {
      return pooled(
          factory, "threads of its own from " + SERVER_THREADS + " (" + virtual.why() + ")");
    }
    Executor shared = lookup(SERVER_DEFAULT, Executor.class);
    if (shared != null) {
      LOG.warn(
          "The server has no {}, so that handlers run on {}, which may run few of them at a time"
              + " without saying so; name a managed executor in kronosq.executor",
          SERVER_THREADS,
          SERVER_DEFAULT);
      return managed(shared, SERVER_DEFAULT + " (the server's default, shared with others)");
    }
    return pooled(threads(), "threads of its own (there is no server here)");
  }

  private static HandlerExecutor pooled(ThreadFactory factory, String description) {
    ExecutorService pool = HandlerThreads.pool(factory);
    return inContext(pool, description, () -> HandlerThreads.end(pool));
  }

  private static Executor configured(String name) {
    Object found;
    try {
      found = InitialContext.doLookup(name);
    } catch (NamingException e) {
      throw new KronosException(
          new Mistake(
                  MistakeCode.EXECUTOR_NOT_FOUND,
                  "kronosq.executor="
                      + name
                      + " is not found in JNDI: name a managed executor that is")
              .toString(),
          e);
    }
    if (found instanceof Executor executor) {
      return executor;
    }
    throw new KronosException(
        new Mistake(
                MistakeCode.EXECUTOR_OF_WRONG_TYPE,
                "kronosq.executor="
                    + name
                    + " is "
                    + (found == null ? "nothing" : "a " + found.getClass().getName())
                    + ": name a managed executor")
            .toString());
  }

  private static <T> @Nullable T lookup(String name, Class<T> type) {
    try {
      Object found = InitialContext.doLookup(name);
      return type.isInstance(found) ? type.cast(found) : null;
    } catch (NamingException e) {
      LOG.debug("{} is not in JNDI", name, e);
      return null;
    }
  }

  private static HandlerExecutor managed(Executor executor, String description) {
    return inContext(executor, description, () -> {});
  }

  private static HandlerExecutor inContext(
      Executor executor, String description, Runnable release) {
    Executor context = contextOf(executor);
    // A managed executor passes on the context of the thread that calls it. That is the thread of
    // the Redis client here, which has none; so the context of this thread is kept instead. It is
    // set anew for each action on threads of the pool, too, whatever the action before left there.
    return new HandlerExecutor(
        action -> executor.execute(() -> context.execute(action)), description, release);
  }

  private static Executor contextOf(Executor executor) {
    ContextService service = null;
    if (executor instanceof ManagedExecutorService managed) {
      try {
        service = managed.getContextService();
      } catch (UnsupportedOperationException e) {
        LOG.debug("{} tells no context service", executor, e);
      }
    }
    if (service == null) {
      service = lookup(DEFAULT_CONTEXT, ContextService.class);
    }
    return service == null ? classLoaderOnly() : service.currentContextExecutor();
  }

  private static Executor classLoaderOnly() {
    ClassLoader application = Thread.currentThread().getContextClassLoader();
    return action -> {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(application);
      try {
        action.run();
      } finally {
        thread.setContextClassLoader(before);
      }
    };
  }

  private static ThreadFactory threads() {
    ClassLoader application = Thread.currentThread().getContextClassLoader();
    return action -> {
      Thread thread = new Thread(action);
      thread.setDaemon(true);
      thread.setContextClassLoader(application);
      return thread;
    };
  }
}
