package io.kronosq.cdi.runtime;

import io.kronosq.KronosClient;
import io.kronosq.Scheduler;
import io.kronosq.cdi.transaction.Transactions;
import io.kronosq.notify.NotifierStatus;
import io.kronosq.outbox.Outbox;
import io.kronosq.store.TaskStore;
import io.kronosq.task.KronosException;
import io.kronosq.task.PayloadCodec;
import io.kronosq.worker.ServerActivity;
import io.kronosq.worker.ServerStatus;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops Kronosq with its application. The connection opens when it is first needed; the
 * workers start when the application's session beans are usable.
 */
@ApplicationScoped
public class KronosLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(KronosLifecycle.class);

  /** Before all observers of applications, and after those of modules that use the store. */
  private static final int STOPS_AT = Interceptor.Priority.PLATFORM_BEFORE + 100;

  @Inject private KronosExtension extension;
  @Inject private BeanManager beanManager;

  private final Transactions transactions = new Transactions();

  // Guarded by this; read without the lock by those who only use it.
  private volatile @Nullable KronosRuntime runtime;
  private volatile Phase phase = Phase.NEW;
  // Both guarded by this.
  private boolean started;
  private boolean stopped;

  /** Where Kronosq stands in its application. */
  public enum Phase {
    /** Nothing has to be started, or it has not been yet. */
    NEW,
    /** Workers and schedules run, as far as there are any. */
    RUNNING,
    /** The application is about to take no more tasks, or takes none already. */
    DRAINING,
    /** All is closed. */
    STOPPED
  }

  /**
   * Starts workers, schedules and the relay of the outbox, as far as there are any, unless Kronosq
   * is disabled or they run already.
   *
   * @throws KronosException when the Redis of the configuration can't be started, or the configured
   *     executor is not there; all is closed then
   */
  public void start() {
    synchronized (this) {
      KronosDeployment deployment = extension.deployment();
      if (started
          || stopped
          || !(deployment.needsWorkers()
              || deployment.needsSchedules()
              || deployment.needsRelay())) {
        return;
      }
      started = true;
    }
    boolean running = false;
    try {
      runtime().start();
      running = true;
      synchronized (this) {
        phase = stopped ? phase : Phase.RUNNING;
      }
    } finally {
      if (!running) {
        stop();
      }
    }
  }

  /**
   * Says that the application drains, waits as long as {@code kronosq.shutdown-delay} says, and
   * takes no more tasks then; those that it has go on. For those who know that the application is
   * going to be stopped, such as a hook of Kubernetes. It can't be undone. Later calls do nothing,
   * and so do those of an application without workers.
   */
  public void drain() {
    KronosRuntime draining;
    synchronized (this) {
      draining = phase == Phase.RUNNING ? runtime : null;
      if (draining == null) {
        return;
      }
      phase = Phase.DRAINING;
    }
    if (draining.status().isPresent()) {
      Duration delay = extension.deployment().config().workers().shutdownDelay();
      if (!delay.isZero()) {
        LOG.info("Kronosq is not ready any more, and takes no more tasks in {}", delay);
        await(delay);
      }
      draining.quiet();
    }
  }

  /** Drains the workers, see {@link #drain}, and closes everything. Later calls do nothing. */
  public void stop() {
    drain();
    KronosRuntime closing;
    synchronized (this) {
      closing = stopped ? null : runtime;
      stopped = true;
      phase = phase == Phase.STOPPED ? phase : Phase.DRAINING;
    }
    // Outside the lock: handlers that still run may ask for the client.
    if (closing != null) {
      closing.close();
      LOG.info("Kronosq has stopped");
    }
    phase = Phase.STOPPED;
  }

  private static void await(Duration delay) {
    try {
      TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    } catch (InterruptedException e) {
      // Whoever stops the application is in a hurry.
      Thread.currentThread().interrupt();
    }
  }

  /** Where Kronosq stands. */
  public Phase phase() {
    return phase;
  }

  /** Looks at the workers from within, see {@code KronosServer.activity}; empty for none. */
  public Optional<CompletionStage<ServerActivity>> activity() {
    KronosRuntime opened = runtime;
    return opened == null ? Optional.empty() : opened.activity();
  }

  /** The workers at this moment; empty when there are none. */
  public Optional<ServerStatus> status() {
    KronosRuntime opened = runtime;
    return opened == null ? Optional.empty() : opened.status();
  }

  /** The configured notifiers at this moment, by name; empty when there are no workers either. */
  public Map<String, NotifierStatus> notifiers() {
    KronosRuntime opened = runtime;
    return opened == null ? Map.of() : opened.notifiers();
  }

  /** The outbox, for its status; empty when there is none, or nothing was opened. */
  public Optional<Outbox> outbox() {
    KronosRuntime opened = runtime;
    return opened == null ? Optional.empty() : opened.outbox();
  }

  /**
   * The client; opens the connection if need be.
   *
   * @throws KronosException when Kronosq is disabled or has stopped, or Redis can't be started
   */
  public KronosClient client() {
    return runtime().client();
  }

  /**
   * The store; opens the connection if need be.
   *
   * @throws KronosException when Kronosq is disabled or has stopped, or Redis can't be started
   */
  public TaskStore store() {
    return runtime().store();
  }

  /**
   * What writes and reads payloads, with what is done to them before they are stored; opens the
   * connection if need be.
   *
   * @throws KronosException when Kronosq is disabled or has stopped, or Redis can't be started
   */
  public PayloadCodec codec() {
    return runtime().codec();
  }

  /**
   * The scheduler, started; opens the connection if need be.
   *
   * @throws KronosException when Kronosq is disabled or has stopped, or Redis can't be started
   */
  public Scheduler scheduler() {
    return runtime().scheduler();
  }

  /** Outside a server no listener tells that the application has started. */
  public void onInitialized(
      @Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) @Initialized(ApplicationScoped.class) Object event) {
    // Later, the first thread that enqueues may be one that has no names.
    transactions.look(beanManager);
    if (!ServerEnvironment.isPresent(event)) {
      start();
    }
  }

  /** The one moment at which every server still has its executors and names. */
  public void beforeDestroyed(
      @Observes @Priority(STOPS_AT) @BeforeDestroyed(ApplicationScoped.class) Object event) {
    stop();
  }

  private KronosRuntime runtime() {
    KronosRuntime opened = runtime;
    return opened != null ? opened : open();
  }

  private synchronized KronosRuntime open() {
    if (runtime != null) {
      return runtime;
    }
    if (stopped) {
      throw new KronosException("Kronosq has stopped with its application");
    }
    if (!extension.deployment().config().enabled()) {
      throw new KronosException(
          "Kronosq is disabled: remove kronosq.enabled=false from the configuration to use it");
    }
    transactions.look(beanManager);
    KronosRuntime opened = KronosRuntime.open(extension.deployment(), beanManager, transactions);
    runtime = opened;
    return opened;
  }
}
