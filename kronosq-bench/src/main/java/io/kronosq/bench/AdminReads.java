package io.kronosq.bench;

import static io.kronosq.store.Answers.await;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueCounts.Waits;
import io.kronosq.inspect.RunningTask;
import io.kronosq.inspect.ServerReport;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * A1: what the dashboard reads every few seconds, with a thousand queues, one of which has five
 * million pending tasks, and two hundred servers.
 */
final class AdminReads implements Scenario {
  private static final int QUEUES = 1_000;
  private static final int SERVERS = 200;
  private static final int QUEUES_OF_A_SERVER = 10;
  private static final int RUNNING = 20;
  private static final int TASKS_OF_A_QUEUE = 5;
  private static final int MINUTES = 60;
  private static final int READINGS = 30;
  private static final Duration LEASE = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "A1";
  }

  @Override
  public String title() {
    return "the dashboard's readings of " + QUEUES + " queues and " + SERVERS + " servers";
  }

  @Override
  public boolean onDemand() {
    return true;
  }

  @Override
  public Sample run(BenchRedis redis) {
    try (TaskStore store = RedisTaskStore.open(redis.config());
        KronosClient client = KronosClient.builder(store).build()) {
      String id = fill(client);
      serve(store);
      count(store);
      Inspector inspector = Inspector.of(store);
      Sample sample = Sample.empty();
      sample = read(sample, redis, "queues", inspector::queues);
      sample = read(sample, redis, "servers", inspector::servers);
      sample = read(sample, redis, "history", () -> inspector.history(queue(0)));
      return read(sample, redis, "id alone", () -> inspector.task(id).orElseThrow());
    }
  }

  private static String queue(int number) {
    return "queue-" + number;
  }

  private static String fill(KronosClient client) {
    InspectorPages.fill(client);
    List<TaskRef> refs = new ArrayList<>();
    for (int i = 0; i < QUEUES; i++) {
      List<Task> tasks = new ArrayList<>();
      for (int j = 0; j < TASKS_OF_A_QUEUE; j++) {
        tasks.add(Task.of(Workload.TYPE, Workload.PAYLOAD));
      }
      refs.addAll(client.enqueueAll(tasks, EnqueueOption.queue(queue(i))));
    }
    return refs.get(refs.size() - 1).id();
  }

  private static void serve(TaskStore store) {
    for (int i = 0; i < SERVERS; i++) {
      String server = "server-" + i;
      Map<String, Integer> weights = new HashMap<>();
      Map<String, String> leases = new HashMap<>();
      for (int j = 0; j < QUEUES_OF_A_SERVER; j++) {
        String queue = queue((i * QUEUES_OF_A_SERVER / 2 + j) % QUEUES);
        weights.put(queue, 1);
        leases.put(queue, server);
        await(store.join(queue, server, LEASE));
      }
      List<RunningTask> running =
          IntStream.range(0, RUNNING)
              .mapToObj(
                  number ->
                      new RunningTask(
                          new TaskRef(queue(number), "01JABCDEFGHJKMNPQRSTVWXY" + number),
                          Workload.TYPE,
                          Instant.now()))
              .toList();
      await(
          store
              .reports()
              .report(
                  new ServerReport(
                      server,
                      "shop",
                      "host-" + i,
                      i,
                      "1.0",
                      Instant.now(),
                      false,
                      new Concurrency(20, 20, 20, RUNNING),
                      weights,
                      leases,
                      List.of(Workload.TYPE),
                      running),
                  true));
    }
  }

  private static void count(TaskStore store) {
    Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    QueueCounts counts =
        new QueueCounts(
            100,
            10,
            9,
            1,
            Duration.ofSeconds(3),
            new Waits(110, Duration.ofSeconds(2), Duration.ofMillis(90)));
    for (int i = 0; i < QUEUES; i++) {
      for (int j = 0; j < (i == 0 ? MINUTES : 1); j++) {
        await(store.reports().add(queue(i), minute.minus(Duration.ofMinutes(j)), counts));
      }
    }
  }

  private interface Reading {
    Object read();
  }

  private static Sample read(Sample sample, BenchRedis redis, String what, Reading reading) {
    for (int i = 0; i < READINGS; i++) {
      reading.read();
    }
    Histogram taken = new Histogram(3);
    double cpu = redis.cpuMicros();
    for (int i = 0; i < READINGS; i++) {
      long start = System.nanoTime();
      reading.read();
      taken.recordValue(System.nanoTime() - start);
    }
    return sample
        .with(what + " p50 ms", taken.getValueAtPercentile(50) / 1e6)
        .with(what + " max ms", taken.getMaxValue() / 1e6)
        .with(what + " Redis ms", (redis.cpuMicros() - cpu) / READINGS / 1e3);
  }
}
