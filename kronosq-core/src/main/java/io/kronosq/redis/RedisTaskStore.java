package io.kronosq.redis;

import io.kronosq.metric.GuardedMetrics;
import io.kronosq.metric.MetricsListener;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.AuditStore;
import io.kronosq.store.ClaimReply;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.Confirmation;
import io.kronosq.store.EnqueueReply;
import io.kronosq.store.FeedStore;
import io.kronosq.store.InspectStore;
import io.kronosq.store.JobStore;
import io.kronosq.store.LeaseReply;
import io.kronosq.store.LimitStore;
import io.kronosq.store.Loop;
import io.kronosq.store.NewNotes;
import io.kronosq.store.NewTask;
import io.kronosq.store.PartitionStore;
import io.kronosq.store.Recovery;
import io.kronosq.store.RecoveryPolicy;
import io.kronosq.store.ReportStore;
import io.kronosq.store.ScheduleStore;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.Durability;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The store on Redis 6.2 or newer, alone, with sentinels or as a cluster. */
public final class RedisTaskStore implements TaskStore {
  private static final byte[] NO_PRELUDE = {};

  private final RedisConnections connections;
  private final MetricsListener metrics;
  private final Keys keys;
  private final RedisCalls calls;
  private final EnqueueCommands enqueueing;
  private final ClaimCommands claiming;
  private final NoteCommands noting;
  private final LeaseCommands leasing;
  private final InspectCommands inspecting;
  private final ScheduleCommands scheduling;
  private final RedisPartitions partitions;
  private final LimitCommands limits;
  private final InspectStore inspection;
  private final ReportStore reports;
  private final FactCommands facts;
  private final WaitingCalls waiting;
  private final FeedStore feed;
  private final AuditStore audit;
  private final JobStore jobs;

  private RedisTaskStore(
      RedisConnections connections, String prefix, byte[] prelude, MetricsListener metrics) {
    this.connections = connections;
    this.metrics = metrics;
    keys = new Keys(prefix);
    calls = new RedisCalls(connections, new ScriptTexts(prelude), metrics);
    TaskReader reader = new TaskReader(calls);
    GroupCommands groups = new GroupCommands(calls, keys, reader);
    enqueueing = new EnqueueCommands(calls, new DurableCalls(connections, calls), keys, groups);
    claiming = new ClaimCommands(calls, keys);
    noting = new NoteCommands(calls, keys);
    leasing = new LeaseCommands(calls, keys);
    scheduling = new ScheduleCommands(calls, keys, enqueueing::stored);
    partitions = new RedisPartitions(connections.loop(), new PartitionCommands(calls, keys));
    limits = new LimitCommands(calls, keys);
    inspecting = new InspectCommands(calls, keys, reader, limits, groups);
    facts = new FactCommands(calls);
    waiting = new WaitingCalls(connections, calls);
    feed = new FeedCommands(calls, waiting, keys);
    audit = new AuditCommands(calls, keys);
    ActionCommands acting = new ActionCommands(calls, keys, reader, groups);
    jobs = new JobCommands(calls, keys, acting);
    reports = new RedisReports(calls, keys);
    inspection =
        new RedisInspection(
            new ListCommands(calls, keys, reader, groups), acting, inspecting, groups, facts);
  }

  /**
   * Opens a store. A Redis that can't be reached is tried again in the background, and calls fail
   * meanwhile.
   *
   * @param config where Redis is
   * @return an open store, to be closed by its owner
   * @throws StoreException of kind REFUSED when Redis refuses the login, or is older than 6.2
   */
  public static RedisTaskStore open(RedisConfig config) {
    return open(config, MetricsListener.NONE);
  }

  /**
   * Opens a store, and has somebody told of what is done on it; otherwise as {@link
   * #open(RedisConfig)}.
   *
   * @param config where Redis is
   * @param metrics who is told
   * @return an open store, to be closed by its owner
   * @throws StoreException of kind REFUSED when Redis refuses the login, or is older than 6.2
   */
  public static RedisTaskStore open(RedisConfig config, MetricsListener metrics) {
    return open(config, NO_PRELUDE, metrics);
  }

  /**
   * Opens a store whose scripts all begin with a piece of Lua of the caller's, such as one that
   * tells them another time than Redis does. That is for test kits; nothing else has a use for it.
   *
   * @param config where Redis is
   * @param prelude whole statements, ending with a line feed, which leave the names that the
   *     scripts use in their meaning
   * @return an open store, to be closed by its owner
   * @throws StoreException as {@link #open(RedisConfig)}
   */
  public static RedisTaskStore open(RedisConfig config, byte[] prelude) {
    return open(config, prelude, MetricsListener.NONE);
  }

  private static RedisTaskStore open(RedisConfig config, byte[] prelude, MetricsListener metrics) {
    MetricsListener guarded = GuardedMetrics.of(metrics);
    return OwnThread.call(
        "kronosq-open",
        () ->
            new RedisTaskStore(
                RedisConnections.open(config, guarded), config.prefix(), prelude, guarded));
  }

  @Override
  public Loop loop() {
    return connections.loop();
  }

  @Override
  public MetricsListener metrics() {
    return metrics;
  }

  @Override
  public PartitionStore partitions() {
    return partitions;
  }

  @Override
  public CompletionStage<EnqueueReply> enqueue(
      String queue, List<NewTask> tasks, Confirmation confirmation) {
    return enqueueing.enqueue(queue, tasks, confirmation);
  }

  @Override
  public Optional<String> lacking(Durability durability) {
    return Optional.ofNullable(connections.lacking(durability));
  }

  @Override
  public Registration onEnqueue(String queue, Runnable listener) {
    Loop loop = loop();
    return enqueueing.onEnqueue(
        queue,
        () -> {
          if (loop.inLoop()) {
            listener.run();
          } else {
            loop.execute(listener);
          }
        });
  }

  @Override
  public LimitStore limits() {
    return limits;
  }

  @Override
  public ScheduleStore schedules() {
    return scheduling;
  }

  @Override
  public CompletionStage<ClaimReply> claim(ClaimRequest request) {
    return claiming.claim(request);
  }

  @Override
  public CompletionStage<Set<String>> note(String queue, String server, List<NewNotes> notes) {
    return noting.note(queue, server, notes);
  }

  @Override
  public CompletionStage<Boolean> awaitWork(String queue, Duration atMost) {
    double seconds = Math.min(atMost.toMillis(), ClientSettings.LONGEST_BLOCK.toMillis()) / 1000.0;
    byte[] wake = keys.queue(queue).wake;
    return waiting
        .send(queue, wake, redis -> redis.blpop(seconds, wake))
        .thenApply(marker -> marker != null);
  }

  @Override
  public CompletionStage<LeaseReply> join(String queue, String server, Duration lease) {
    return leasing.lease(queue, server, lease, "join");
  }

  @Override
  public CompletionStage<LeaseReply> renew(String queue, String server, Duration lease) {
    return leasing.lease(queue, server, lease, "renew");
  }

  @Override
  public CompletionStage<Void> leave(String queue, String server) {
    return leasing.leave(queue, server);
  }

  @Override
  public CompletionStage<Recovery> recover(String queue, String deadServer, RecoveryPolicy policy) {
    return leasing.recover(queue, deadServer, policy);
  }

  @Override
  public CompletionStage<Set<String>> activeIds(String queue, String server) {
    return leasing.activeIds(queue, server);
  }

  @Override
  public CompletionStage<Long> expire(String queue, ArchiveLimits archive) {
    return leasing.expire(queue, archive);
  }

  @Override
  public CompletionStage<List<String>> queues() {
    return inspecting.queues();
  }

  @Override
  public CompletionStage<QueueInfo> queue(String queue) {
    return inspecting.queue(queue);
  }

  @Override
  public CompletionStage<Optional<TaskInfo>> task(String queue, String id) {
    return inspecting.task(queue, id);
  }

  @Override
  public CompletionStage<Void> pause(String queue, boolean paused) {
    return inspecting.pause(queue, paused);
  }

  @Override
  public ReportStore reports() {
    return reports;
  }

  @Override
  public FeedStore feed() {
    return feed;
  }

  @Override
  public InspectStore inspection() {
    return inspection;
  }

  @Override
  public AuditStore audit() {
    return audit;
  }

  @Override
  public JobStore jobs() {
    return jobs;
  }

  @Override
  public void close() {
    OwnThread.call(
        "kronosq-close",
        () -> {
          connections.close();
          return true;
        });
  }
}
