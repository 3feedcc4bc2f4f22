package io.kronosq.redis;

import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.store.JobPlan;
import io.kronosq.store.JobStore;
import io.kronosq.task.PayloadException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps bulk jobs, and has portions of them done. */
final class JobCommands implements JobStore {
  private static final Logger LOG = LoggerFactory.getLogger(JobCommands.class);

  private final RedisCalls calls;
  private final Keys keys;
  private final ActionCommands acting;

  JobCommands(RedisCalls calls, Keys keys, ActionCommands acting) {
    this.calls = calls;
    this.keys = keys;
    this.acting = acting;
  }

  @Override
  public CompletableFuture<Void> create(
      String id, JobPlan plan, BulkProgress progress, boolean done) {
    BulkJob.Status status = done ? BulkJob.Status.DONE : BulkJob.Status.QUEUED;
    Args args = new Args(8).add(id).add(JobPlanCodec.encode(plan)).add(status.name());
    addCounts(args, progress).add(KEPT.toMillis());
    return calls
        .count(
            Script.JOB_CREATE, Args.of(keys.job(id), keys.openJobs(), keys.jobs()), args.toArray())
        .thenCompose(created -> removeOldest());
  }

  private static Args addCounts(Args args, BulkProgress progress) {
    return args.add(progress.scanned())
        .add(progress.matched())
        .add(progress.changed())
        .add(progress.refused());
  }

  private CompletableFuture<Void> removeOldest() {
    return calls
        .send(redis -> redis.zrange(keys.jobs(), 0, -(MOST + 1)))
        .thenCompose(
            oldest ->
                CompletableFuture.allOf(
                    oldest.stream()
                        .map(id -> remove(Args.text(id)))
                        .toArray(CompletableFuture[]::new)));
  }

  @Override
  public CompletableFuture<List<BulkJob>> jobs() {
    return calls
        .send(redis -> redis.zrevrange(keys.jobs(), 0, -1))
        .thenCompose(ids -> each(ids, this::listed));
  }

  @Override
  public CompletableFuture<List<BulkJob>> open() {
    return calls
        .send(redis -> redis.zrange(keys.openJobs(), 0, MOST - 1))
        .thenCompose(ids -> each(ids, this::job));
  }

  private static CompletableFuture<List<BulkJob>> each(
      List<byte[]> ids, Function<String, CompletableFuture<Optional<BulkJob>>> read) {
    List<CompletableFuture<Optional<BulkJob>>> jobs =
        ids.stream().map(id -> read.apply(Args.text(id))).toList();
    return CompletableFuture.allOf(jobs.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> jobs.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList());
  }

  /** One whose time is over is taken out of the list. */
  private CompletableFuture<Optional<BulkJob>> listed(String id) {
    return job(id)
        .thenCompose(
            job ->
                job.isPresent()
                    ? CompletableFuture.completedFuture(job)
                    : steer(id, "remove").thenApply(gone -> job))
        .exceptionally(
            failure -> {
              Throwable cause = failure.getCause() == null ? failure : failure.getCause();
              if (cause instanceof PayloadException unreadable) {
                LOG.warn("A bulk job is left out: {}", unreadable.getMessage());
                return Optional.empty();
              }
              throw new CompletionException(cause);
            });
  }

  @Override
  public CompletableFuture<Optional<BulkJob>> job(String id) {
    return calls
        .send(redis -> redis.hgetall(keys.job(id)))
        .thenApply(fields -> fields.isEmpty() ? Optional.empty() : Optional.of(job(id, fields)));
  }

  private static BulkJob job(String id, Map<byte[], byte[]> fields) {
    Map<String, byte[]> known = new HashMap<>();
    fields.forEach((name, value) -> known.put(Args.text(name), value));
    JobPlan plan = JobPlanCodec.decode(Objects.requireNonNull(known.get("plan")));
    BulkJob.Status status = BulkJob.Status.valueOf(text(known, "status"));
    String error = text(known, "error");
    return new BulkJob(
        id,
        plan.request(),
        status,
        new BulkProgress(
            plan.total(),
            number(known, "scanned"),
            number(known, "matched"),
            number(known, "changed"),
            number(known, "refused"),
            status == BulkJob.Status.CANCELLED),
        Instant.ofEpochMilli(number(known, "started")),
        Instant.ofEpochMilli(number(known, "updated")),
        known.containsKey("ended") ? Instant.ofEpochMilli(number(known, "ended")) : null,
        error.isEmpty() ? null : error);
  }

  private static String text(Map<String, byte[]> fields, String name) {
    byte[] value = fields.get(name);
    return value == null ? "" : Args.text(value);
  }

  private static long number(Map<String, byte[]> fields, String name) {
    byte[] value = fields.get(name);
    return value == null ? 0 : Long.parseLong(Args.text(value));
  }

  @Override
  public CompletableFuture<Optional<JobPlan>> plan(String id) {
    return calls
        .send(redis -> redis.hget(keys.job(id), Args.bytes("plan")))
        .thenApply(plan -> Optional.ofNullable(plan).map(JobPlanCodec::decode));
  }

  @Override
  public CompletableFuture<List<String>> waiting() {
    return calls
        .run(Script.JOB_WAITING, Args.of(keys.openJobs()), Args.of())
        .thenApply(ids -> ids.stream().map(Args::text).toList());
  }

  @Override
  public CompletableFuture<Boolean> take(String id, String runner, Duration lease) {
    return calls
        .count(
            Script.JOB_TAKE,
            Args.of(keys.job(id), keys.openJobs()),
            new Args(3).add(id).add(runner).add(lease.toMillis()).toArray())
        .thenApply(taken -> taken == 1);
  }

  @Override
  public CompletableFuture<Boolean> save(
      String id, String runner, BulkProgress progress, Next next) {
    String error = next.error();
    Args args = addCounts(new Args(10).add(id).add(runner), progress);
    args.add(next.status().name())
        .add(next.lease().toMillis())
        .add(error == null ? "" : error)
        .add(KEPT.toMillis());
    return calls
        .count(Script.JOB_SAVE, Args.of(keys.job(id), keys.openJobs()), args.toArray())
        .thenApply(saved -> saved == 1);
  }

  @Override
  public CompletableFuture<Boolean> cancel(String id) {
    return steer(id, "cancel");
  }

  @Override
  public CompletableFuture<Boolean> resume(String id) {
    return steer(id, "resume");
  }

  @Override
  public CompletableFuture<Boolean> remove(String id) {
    return steer(id, "remove");
  }

  private CompletableFuture<Boolean> steer(String id, String how) {
    return calls
        .count(
            Script.JOB_STEER,
            Args.of(keys.job(id), keys.openJobs(), keys.jobs()),
            new Args(3).add(id).add(how).add(KEPT.toMillis()).toArray())
        .thenApply(done -> done == 1);
  }

  @Override
  public CompletableFuture<Passed> passed(String partition, String id) {
    return calls
        .send(redis -> redis.hgetall(keys.queue(partition).progress(id)))
        .thenApply(
            fields -> {
              Map<String, byte[]> known = new HashMap<>();
              fields.forEach((name, value) -> known.put(Args.text(name), value));
              String at = text(known, "at");
              return new Passed(
                  at.isEmpty() ? null : at,
                  number(known, "scanned"),
                  number(known, "matched"),
                  number(known, "changed"),
                  number(known, "refused"));
            });
  }

  @Override
  public CompletableFuture<Optional<Passed>> pass(String partition, String id, Portion portion) {
    ProgressArgs progress = ProgressArgs.of(keys.queue(partition).progress(id), portion);
    CompletableFuture<List<Object>> counts =
        portion.action() == null || portion.matched().isEmpty()
            ? calls.run(
                Script.JOB_PASS, Args.of(progress.key()), progress.addTo(new Args(5)).toArray())
            : acting.pass(partition, portion, progress);
    return counts.thenApply(found -> passed(portion.to(), found));
  }

  @Override
  public CompletableFuture<Void> forget(String partition, String id) {
    return calls
        .send(redis -> redis.del(keys.queue(partition).progress(id)))
        .thenAccept(deleted -> {});
  }

  private static Optional<Passed> passed(String to, List<Object> counts) {
    return counts.size() == 1
        ? Optional.empty()
        : Optional.of(
            new Passed(
                to,
                Args.number(counts.get(0)),
                Args.number(counts.get(1)),
                Args.number(counts.get(2)),
                Args.number(counts.get(3))));
  }
}
