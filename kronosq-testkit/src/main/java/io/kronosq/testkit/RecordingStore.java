package io.kronosq.testkit;

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
import io.kronosq.store.TaskStore;
import io.kronosq.task.Durability;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A store that has a recording of what is enqueued, before whoever enqueues hears of it. */
final class RecordingStore implements TaskStore {
  private final TaskStore store;
  private final Recording recording;
  private final ScheduleStore schedules;

  RecordingStore(TaskStore store, Recording recording) {
    this.store = store;
    this.recording = recording;
    schedules = new RecordingSchedules(store.schedules(), recording);
  }

  @Override
  public Loop loop() {
    return store.loop();
  }

  @Override
  public PartitionStore partitions() {
    return store.partitions();
  }

  @Override
  public CompletionStage<EnqueueReply> enqueue(
      String queue, List<NewTask> tasks, Confirmation confirmation) {
    return store
        .enqueue(queue, tasks, confirmation)
        .thenApply(
            reply -> {
              recording.stored(queue, tasks, reply);
              return reply;
            });
  }

  @Override
  public Optional<String> lacking(Durability durability) {
    return store.lacking(durability);
  }

  @Override
  public Registration onEnqueue(String queue, Runnable listener) {
    return store.onEnqueue(queue, listener);
  }

  @Override
  public CompletionStage<ClaimReply> claim(ClaimRequest request) {
    return store.claim(request);
  }

  @Override
  public CompletionStage<Set<String>> note(String queue, String server, List<NewNotes> notes) {
    return store.note(queue, server, notes);
  }

  @Override
  public CompletionStage<Boolean> awaitWork(String queue, Duration atMost) {
    return store.awaitWork(queue, atMost);
  }

  @Override
  public CompletionStage<LeaseReply> join(String queue, String server, Duration lease) {
    return store.join(queue, server, lease);
  }

  @Override
  public CompletionStage<LeaseReply> renew(String queue, String server, Duration lease) {
    return store.renew(queue, server, lease);
  }

  @Override
  public CompletionStage<Void> leave(String queue, String server) {
    return store.leave(queue, server);
  }

  @Override
  public CompletionStage<Recovery> recover(String queue, String deadServer, RecoveryPolicy policy) {
    return store.recover(queue, deadServer, policy);
  }

  @Override
  public CompletionStage<Set<String>> activeIds(String queue, String server) {
    return store.activeIds(queue, server);
  }

  @Override
  public CompletionStage<Long> expire(String queue, ArchiveLimits archive) {
    return store.expire(queue, archive);
  }

  @Override
  public CompletionStage<List<String>> queues() {
    return store.queues();
  }

  @Override
  public CompletionStage<QueueInfo> queue(String queue) {
    return store.queue(queue);
  }

  @Override
  public CompletionStage<Optional<TaskInfo>> task(String queue, String id) {
    return store.task(queue, id);
  }

  @Override
  public CompletionStage<Void> pause(String queue, boolean paused) {
    return store.pause(queue, paused);
  }

  @Override
  public ReportStore reports() {
    return store.reports();
  }

  @Override
  public FeedStore feed() {
    return store.feed();
  }

  @Override
  public InspectStore inspection() {
    return store.inspection();
  }

  @Override
  public LimitStore limits() {
    return store.limits();
  }

  @Override
  public AuditStore audit() {
    return store.audit();
  }

  @Override
  public JobStore jobs() {
    return store.jobs();
  }

  @Override
  public ScheduleStore schedules() {
    return schedules;
  }

  @Override
  public void close() {
    store.close();
  }
}
