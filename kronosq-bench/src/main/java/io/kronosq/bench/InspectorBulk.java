package io.kronosq.bench;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/**
 * I2: half of two million pending tasks deleted by a filter, while another connection pings; and
 * the slowest command by Redis' own slow log, which no scheduling of the machine blurs.
 */
final class InspectorBulk implements Scenario {
  private static final int COUNT = 2_000_000;
  private static final int CHUNK = 10_000;
  private static final String DOOMED = "bench:doomed";

  @Override
  public String name() {
    return "I2";
  }

  @Override
  public String title() {
    return "bulk delete of " + COUNT / 2 + " of " + COUNT + " pending tasks by filter";
  }

  @Override
  public boolean onDemand() {
    return true;
  }

  @Override
  public Sample run(BenchRedis redis) throws InterruptedException {
    RedisCommands<byte[], byte[]> commands = redis.connection().sync();
    try (KronosClient client = KronosClient.open(redis.config());
        Inspector inspector = Inspector.open(redis.config())) {
      fill(client);
      // Emptying a long slow log is slow itself, and would be the first entry of the next one.
      commands.configSet("slowlog-log-slower-than", "-1");
      commands.configSet("slowlog-max-len", "100000");
      commands.slowlogReset();
      commands.configSet("slowlog-log-slower-than", "500");
      Histogram pings = new Histogram(3);
      AtomicBoolean done = new AtomicBoolean();
      Thread pinging = new Thread(() -> ping(commands, pings, done), "pinging");
      pinging.start();
      double cpu = redis.cpuMicros();
      long start = System.nanoTime();
      BulkProgress end =
          inspector
              .bulk(
                  TaskAction.DELETE, "default", TaskState.PENDING, TaskFilter.ALL.withType(DOOMED))
              .run(progress -> {});
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpuUsed = redis.cpuMicros() - cpu;
      done.set(true);
      pinging.join();
      return Sample.empty()
          .with("deleted", (double) end.changed())
          .with("seconds", seconds)
          .with("Redis µs/scanned", cpuUsed / end.scanned())
          .with("slowest ms", slowest(commands))
          .with("ping p99 ms", pings.getValueAtPercentile(99) / 1e6)
          .with("ping max ms", pings.getMaxValue() / 1e6);
    }
  }

  private static void fill(KronosClient client) {
    for (int i = 0; i < COUNT / CHUNK; i++) {
      List<Task> tasks = new ArrayList<>(CHUNK);
      for (int j = 0; j < CHUNK; j++) {
        tasks.add(Task.of(j % 2 == 0 ? DOOMED : Workload.TYPE, Workload.PAYLOAD));
      }
      client.enqueueAll(tasks);
    }
  }

  private static void ping(
      RedisCommands<byte[], byte[]> commands, Histogram pings, AtomicBoolean done) {
    while (!done.get()) {
      long start = System.nanoTime();
      commands.ping();
      pings.recordValue(System.nanoTime() - start);
    }
  }

  /** In ms; an entry of the slow log has its duration, in µs, in the third place. */
  private static double slowest(RedisCommands<byte[], byte[]> commands) {
    return commands.slowlogGet(100_000).stream()
            .mapToLong(entry -> (Long) ((List<?>) entry).get(2))
            .max()
            .orElse(0)
        / 1e3;
  }
}
