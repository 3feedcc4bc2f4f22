package io.kronosq.it.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.BulkJobs;
import io.kronosq.BulkRunner;
import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkJob.Status;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class BulkJobKillIT {
  /** As in: mvn verify … -Ddrills.bulk=1000000. */
  private static final int MEANT = Integer.getInteger("drills.bulk", 200_000);

  private static final int AT_ONCE = 10_000;
  private static final int OTHERS = MEANT / AT_ONCE / 10 * AT_ONCE;
  private static final Duration LONG = Duration.ofMinutes(3);

  /** Copies an archived task, with its history. */
  private static final String COPY =
      """
      local task, log = redis.call('HGET', KEYS[1], ARGV[1]), redis.call('HGET', KEYS[2], ARGV[1])
      local at = redis.call('ZSCORE', KEYS[3], ARGV[1])
      for i = 1, tonumber(ARGV[3]) do
        local id = ARGV[2] .. i
        redis.call('HSET', KEYS[1], id, task)
        redis.call('HSET', KEYS[2], id, log)
        redis.call('ZADD', KEYS[3], at, id)
      end
      return 1
      """;

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @Test
  @Timeout(300)
  void archivedTasksAreRetriedOnceEachThoughTheRunnerIsKilled() {
    try (RedisTaskStore store = RedisTaskStore.open(redis.config())) {
      Inspector inspector = Inspector.of(store);
      String doomed = archive(store, inspector, "doomed");
      String kept = archive(store, inspector, "kept");
      // Not before, since servers keep archives short.
      copy(doomed, MEANT);
      copy(kept, OTHERS);
      watchSlowest();
      BulkJobs jobs = inspector.jobs();
      long begun = System.nanoTime();
      BulkRunner runner = BulkRunner.start(store);
      TaskFilter filter = TaskFilter.ALL.withType("doomed").withError("always fails");
      String preview = jobs.start(request(filter, true)).id();
      BulkProgress counted = await(jobs, preview, job -> !job.status().isOpen()).progress();
      double countedAfter = (System.nanoTime() - begun) / 1e9;
      runner.close();
      assertThat(counted.matched()).isEqualTo(MEANT + 1);

      begun = System.nanoTime();
      try (DrillJvm first =
          DrillJvm.launch(BulkRunnerProcess.class, "bulk-1", redis.uri()).awaitUp()) {
        String id = jobs.start(request(filter, false)).id();
        await(jobs, id, job -> job.progress().changed() > MEANT / 4);
        runner = BulkRunner.start(store);
        first.kill();
        BulkJob done = await(jobs, id, job -> !job.status().isOpen());
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(done.status()).isEqualTo(Status.DONE);
        assertThat(done.progress())
            .isEqualTo(
                new BulkProgress(
                    MEANT + OTHERS + 2, MEANT + OTHERS + 2, MEANT + 1, MEANT + 1, 0, false));
        assertThat(inspector.queue("default").pending()).isEqualTo(MEANT + 1);
        assertThat(inspector.queue("default").archived()).isEqualTo(OTHERS + 1);
        DrillReport.line(
            "kill -9 of the runner of a bulk job",
            "%d of %d archived tasks retried by filter, each once and counted once; preview %.1f s, "
                + "job %.1f s with the change of runners; longest block of Redis %.1f ms",
            done.progress().changed(),
            done.progress().total(),
            countedAfter,
            seconds,
            slowestMillis());
        runner.close();
      }
    }
  }

  private static BulkRequest request(TaskFilter filter, boolean dryRun) {
    return new BulkRequest(
        TaskAction.RETRY, "default", TaskState.ARCHIVED, filter, dryRun, "drill");
  }

  private static BulkJob await(BulkJobs jobs, String id, Predicate<BulkJob> condition) {
    long until = System.nanoTime() + LONG.toNanos();
    while (System.nanoTime() < until) {
      BulkJob job = jobs.get(id).orElseThrow();
      if (condition.test(job)) {
        return job;
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("Not within " + LONG + ": " + jobs.get(id).orElseThrow());
  }

  /** A task that failed for good. */
  private static String archive(RedisTaskStore store, Inspector inspector, String type) {
    TaskRouter router =
        new TaskRouter()
            .handle(
                type,
                task -> {
                  throw new IllegalStateException("It always fails");
                });
    String id =
        KronosClient.builder(store)
            .build()
            .enqueue(Task.of(type, new byte[300]), EnqueueOption.maxRetry(0))
            .id();
    try (KronosServer server = KronosServer.builder(store).router(router).build()) {
      server.start();
      Await.until(
          "it is archived",
          () -> inspector.task("default", id).orElseThrow().state() == TaskState.ARCHIVED);
    }
    return id;
  }

  private static void copy(String id, int count) {
    for (int done = 0; done < count; done += AT_ONCE) {
      redis.command(
          "EVAL",
          COPY,
          "3",
          "kronosq:{default}:m",
          "kronosq:{default}:x",
          "kronosq:{default}:z",
          id,
          id + "-" + done + "-",
          String.valueOf(AT_ONCE));
    }
  }

  private static void watchSlowest() {
    redis.command("CONFIG", "SET", "slowlog-log-slower-than", "-1");
    redis.command("CONFIG", "SET", "slowlog-max-len", "100000");
    redis.command("SLOWLOG", "RESET");
    redis.command("CONFIG", "SET", "slowlog-log-slower-than", "1000");
  }

  private static double slowestMillis() {
    return ((List<?>) redis.command("SLOWLOG", "GET", "100000"))
            .stream().mapToLong(entry -> (Long) ((List<?>) entry).get(2)).max().orElse(0)
        / 1e3;
  }
}
