package io.kronosq.cdi.runtime;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.PeriodicTaskManager;
import io.kronosq.QueueMonitor;
import io.kronosq.Scheduler;
import io.kronosq.cdi.config.KronosConfig;
import io.kronosq.cdi.config.OutboxConfig;
import io.kronosq.cdi.event.LateFailurePublisher;
import io.kronosq.cdi.event.ServerEventPublisher;
import io.kronosq.cdi.event.TaskEventPublisher;
import io.kronosq.cdi.handler.BeanTaskHandler;
import io.kronosq.cdi.handler.HandlerDefinition;
import io.kronosq.cdi.handler.RequestScope;
import io.kronosq.cdi.json.JsonbPayloadCodec;
import io.kronosq.cdi.transaction.OutboxSource;
import io.kronosq.cdi.transaction.Transactions;
import io.kronosq.client.HeldTasks;
import io.kronosq.client.LateFailureListener;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.TaskRouter;
import io.kronosq.metric.MetricsListener;
import io.kronosq.notify.NotifierStatus;
import io.kronosq.outbox.Outbox;
import io.kronosq.redis.RedisAddress;
import io.kronosq.redis.RedisLauncher;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.schedule.PeriodicTaskProvider;
import io.kronosq.schedule.Schedule;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.PayloadCodec;
import io.kronosq.trace.TracePropagator;
import io.kronosq.worker.AutoScale;
import io.kronosq.worker.ServerActivity;
import io.kronosq.worker.ServerStatus;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an application has open: Redis, store, client and, once started, workers and schedules. */
final class KronosRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KronosRuntime.class);

  private final KronosDeployment deployment;
  private final BeanManager beanManager;
  private final ResourceStack resources;
  private final CreationalContext<?> creation;
  private final PayloadCodec codec;
  private final TracePropagator propagator;
  private final MetricsListener metrics;
  private final @Nullable EngineSubstitute substitute;
  private final TaskStore store;
  private final Transactions transactions;
  private final LateFailureListener lateFailures;
  private final @Nullable Outbox outbox;
  private final KronosClient client;
  private volatile @Nullable KronosServer server;
  private volatile @Nullable Notifiers notifiers;
  // Guarded by this.
  private @Nullable Scheduler scheduler;

  private KronosRuntime(
      KronosDeployment deployment,
      BeanManager beanManager,
      Transactions transactions,
      ResourceStack resources) {
    this.deployment = deployment;
    this.beanManager = beanManager;
    this.resources = resources;
    creation = beanManager.createCreationalContext(null);
    resources.push(creation::release);
    codec = openCodec();
    propagator = openPropagator();
    metrics = openMetrics();
    substitute = findSubstitute();
    store = openStore();
    this.transactions = transactions;
    lateFailures = new LateFailurePublisher(beanManager);
    outbox = openOutbox();
    if (metrics != MetricsListener.NONE) {
      resources.push(QueueMonitor.start(store, deployment.config().metrics().interval()));
    }
    client = resources.push(openClient());
    if (substitute != null) {
      substitute.opened(client, codec);
    }
  }

  /** Opens store and client; closes all of it again if that fails. */
  static KronosRuntime open(
      KronosDeployment deployment, BeanManager beanManager, Transactions transactions) {
    ResourceStack resources = new ResourceStack();
    boolean open = false;
    try {
      KronosRuntime runtime = new KronosRuntime(deployment, beanManager, transactions, resources);
      open = true;
      return runtime;
    } finally {
      if (!open) {
        resources.close();
      }
    }
  }

  TaskStore store() {
    return store;
  }

  KronosClient client() {
    return client;
  }

  PayloadCodec codec() {
    return codec;
  }

  Optional<Outbox> outbox() {
    return Optional.ofNullable(outbox);
  }

  Optional<ServerStatus> status() {
    KronosServer running = server;
    return running == null ? Optional.empty() : Optional.of(running.status());
  }

  Optional<CompletionStage<ServerActivity>> activity() {
    KronosServer running = server;
    return running == null ? Optional.empty() : Optional.of(running.activity());
  }

  /** Has the workers take no more tasks. */
  void quiet() {
    KronosServer running = server;
    if (running != null) {
      running.quiet();
    }
  }

  Map<String, NotifierStatus> notifiers() {
    Notifiers opened = notifiers;
    return opened == null ? Map.of() : opened.status();
  }

  /**
   * Starts workers, schedules and the relay of the outbox, as far as there are any. To be called
   * once, on a thread that has the application's context.
   */
  void start() {
    HandlerExecutor executor =
        resources.push(ExecutorLookup.find(deployment.config().workers().threads()));
    RequestScope requestScope = new RequestScope(beanManager);
    if (deployment.needsWorkers()) {
      startWorkers(executor, requestScope);
    }
    if (outbox != null) {
      resources.push(outbox).start(executor.threads());
      outbox.checkRollback(transactions::rollBack);
      LOG.info("Kronosq sends what transactions leave in {}", outbox);
    }
    if (!deployment.scheduling().schedules().isEmpty()) {
      LOG.info("Kronosq runs the schedules {}", deployment.scheduling().schedules());
      scheduler();
    }
    deployment
        .scheduling()
        .providers()
        .forEach((name, bean) -> startProvider(name, bean, executor, requestScope));
  }

  /** The scheduler, which starts with its first use. */
  synchronized Scheduler scheduler() {
    Scheduler known = scheduler;
    if (known == null) {
      Scheduler.Builder builder = Scheduler.builder(store).codec(codec);
      deployment.scheduling().schedules().forEach(builder::schedule);
      known = resources.push(builder.build());
      if (substitute == null) {
        known.start();
      } else {
        substitute.schedule(known);
      }
      scheduler = known;
    }
    return known;
  }

  private void startProvider(
      String name, Bean<?> bean, HandlerExecutor executor, RequestScope requestScope) {
    PeriodicTaskProvider provider =
        (PeriodicTaskProvider) beanManager.getReference(bean, PeriodicTaskProvider.class, creation);
    PeriodicTaskManager manager =
        resources.push(
            PeriodicTaskManager.builder(store)
                .name(name)
                .codec(codec)
                .executor(executor.threads())
                .provider(() -> inRequest(provider, requestScope))
                .build());
    if (substitute == null) {
      manager.start();
    } else {
      substitute.provide(manager);
    }
    LOG.info("Kronosq asks {} for periodic tasks", name);
  }

  private static Collection<Schedule> inRequest(
      PeriodicTaskProvider provider, RequestScope requestScope) throws Exception {
    List<Schedule> wanted = new ArrayList<>();
    requestScope.run(() -> wanted.addAll(provider.schedules()));
    return wanted;
  }

  private void startWorkers(HandlerExecutor executor, RequestScope requestScope) {
    KronosConfig.Workers settings = deployment.config().workers();
    int slots = settings.slots(deployment.queues());
    KronosServer.Builder builder =
        KronosServer.builder(store)
            .router(router(requestScope))
            .codec(codec)
            .propagator(propagator)
            .executor(executor.threads())
            .strictPriority(settings.strict())
            .concurrency(slots)
            .lease(settings.limits().lease())
            .gracePeriod(settings.limits().gracePeriod())
            .stuckAfter(settings.limits().stuckAfter())
            .failures(settings.failures())
            .eventBuffer(settings.eventBuffer())
            .name(Objects.requireNonNullElse(settings.name(), ""));
    deployment.queues().forEach(builder::queue);
    deployment.queueConcurrency().forEach(builder::concurrency);
    deployment
        .limits()
        .forEach(
            (queue, limits) ->
                builder.limits(queue, limits.queue()).limitsOfEachKey(queue, limits.keys()));
    if (settings.autoScale() != null) {
      builder.autoScale(settings.autoScale());
    }
    builder.onServerEvent(new ServerEventPublisher(beanManager, requestScope, executor.threads()));
    if (deployment.observers().any()) {
      builder.onEvent(
          new TaskEventPublisher(
              beanManager, requestScope, deployment.observers(), executor.threads()));
    }
    if (!deployment.notifiers().isEmpty()) {
      // Closed after the server, so that it hears of all.
      Notifiers opened =
          resources.push(
              Notifiers.open(deployment.notifiers(), store, executor.threads(), settings.name()));
      opened.all().forEach(builder::onEvent);
      notifiers = opened;
      LOG.info("Kronosq tells {} of task events", opened.all());
    }
    if (substitute != null) {
      substitute.serve(builder);
      LOG.info("Kronosq processes tasks when {} says so", substitute);
      return;
    }
    KronosServer started = resources.push(builder.build());
    started.start();
    server = started;
    logStart(atATime(slots, settings.autoScale()), executor);
  }

  /** Drains the workers, then closes client, store and Redis. */
  @Override
  public void close() {
    resources.close();
  }

  /** The application's codec need not know how its bytes are stored. */
  private PayloadCodec openCodec() {
    return deployment.config().payloads().applyTo(openObjectCodec());
  }

  private TracePropagator openPropagator() {
    Bean<?> own = deployment.exchange().propagator();
    TracePropagator traces =
        own == null
            ? TracePropagator.w3c()
            : (TracePropagator) beanManager.getReference(own, TracePropagator.class, creation);
    return deployment.config().client().propagatesIdentity()
        ? new CallerPropagator(traces, beanManager)
        : traces;
  }

  private MetricsListener openMetrics() {
    Bean<?> bean = deployment.exchange().metrics();
    return bean == null || !deployment.config().metrics().enabled()
        ? MetricsListener.NONE
        : (MetricsListener) beanManager.getReference(bean, MetricsListener.class, creation);
  }

  private PayloadCodec openObjectCodec() {
    Bean<?> own = deployment.exchange().codec();
    if (own != null) {
      return (PayloadCodec) beanManager.getReference(own, PayloadCodec.class, creation);
    }
    return resources.push(new JsonbPayloadCodec());
  }

  private @Nullable EngineSubstitute findSubstitute() {
    Bean<?> bean = beanManager.resolve(beanManager.getBeans(EngineSubstitute.class));
    return bean == null
        ? null
        : (EngineSubstitute) beanManager.getReference(bean, EngineSubstitute.class, creation);
  }

  private TaskStore openStore() {
    if (substitute != null) {
      return substitute.store();
    }
    KronosConfig.Redis settings = deployment.config().redis();
    RedisLauncher.Launched redis = resources.push(RedisAddress.resolve(settings.uri()));
    return resources.push(
        RedisTaskStore.open(settings.applyTo(redis.config(), settings.isRemote()), metrics));
  }

  private @Nullable Outbox openOutbox() {
    OutboxConfig settings = deployment.config().client().outbox();
    if (settings == null) {
      return null;
    }
    transactions.demandFor(settings.dataSource());
    return Outbox.builder(OutboxSource.find(settings.dataSource()), store)
        .table(settings.table())
        .createTable(settings.createsTable())
        .interval(settings.interval())
        .batchSize(settings.batchSize())
        .timeout(deployment.config().client().timeout())
        .server(Objects.requireNonNullElse(deployment.config().workers().name(), ""))
        .onFailure(lateFailures)
        .build();
  }

  private KronosClient openClient() {
    KronosConfig.Client settings = deployment.config().client();
    KronosClient.Builder builder =
        KronosClient.builder(store)
            .codec(codec)
            .propagator(propagator)
            .timeout(settings.timeout())
            .durability(settings.confirmation().durability())
            .confirmedWithin(settings.confirmation().within())
            .maxPayloadBytes(settings.maxPayloadBytes());
    settings.partitions().forEach(builder::partitions);
    if (substitute != null) {
      builder.time(substitute.time());
    }
    if (settings.transactional()) {
      Outbox table = outbox;
      builder.gate(
          table == null
              ? transactions.gate(batcher -> new HeldTasks(batcher, lateFailures))
              : transactions.gate(batcher -> table.begin()));
    }
    for (HandlerDefinition handler : deployment.handlers()) {
      EnqueueOption[] defaults = handler.defaults().options().toArray(EnqueueOption[]::new);
      if (defaults.length > 0) {
        builder.defaults(handler.pattern(), defaults);
      }
    }
    return builder.build();
  }

  private TaskRouter router(RequestScope requestScope) {
    TaskRouter router = new TaskRouter();
    for (HandlerDefinition handler : deployment.handlers()) {
      router.handleAsync(
          handler.pattern(),
          new BeanTaskHandler(handler, beanManager, requestScope),
          options(handler));
    }
    return router;
  }

  private HandlerOptions options(HandlerDefinition handler) {
    Class<? extends RetryPolicy> policy = handler.retryPolicy();
    HandlerOptions options = HandlerOptions.DEFAULT.withFailurePredicate(handler.isFailure());
    return policy == null
        ? options
        : options.withRetryPolicy(deployment.retryPolicies().get(policy, beanManager, creation));
  }

  private static String atATime(int slots, @Nullable AutoScale autoScale) {
    return autoScale == null ? Integer.toString(slots) : autoScale.min() + " to " + slots;
  }

  private void logStart(String slots, HandlerExecutor executor) {
    LOG.info(
        "Kronosq processes {} on queues {}, {} at a time, on {}",
        deployment.handlers().stream()
            .map(HandlerDefinition::pattern)
            .sorted()
            .collect(Collectors.joining(", ")),
        deployment.queues(),
        slots,
        executor.description());
    if (!deployment.queues().containsKey(EnqueueOptions.DEFAULT_QUEUE)) {
      for (HandlerDefinition handler : deployment.handlers()) {
        if (handler.defaults().queue() == null) {
          LOG.warn(
              "{} names no queue, and the queue '{}' is not in kronosq.queues: its tasks are"
                  + " processed here only if their enqueue names one of {}",
              handler.name(),
              EnqueueOptions.DEFAULT_QUEUE,
              deployment.queues().keySet());
        }
      }
    }
  }
}
