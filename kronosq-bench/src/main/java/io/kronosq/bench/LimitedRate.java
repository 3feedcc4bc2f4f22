package io.kronosq.bench;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.Limits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * L2: ten servers, each with connections of its own, share a backlog under a limit of 100 starts a
 * second.
 */
final class LimitedRate implements Scenario {
  private static final int SECONDS = Integer.getInteger("kronosq.bench.seconds", 60);
  private static final int SERVERS = 10;
  private static final int RATE = 100;

  @Override
  public String name() {
    return "L2";
  }

  @Override
  public String title() {
    return SERVERS + " servers under a limit of " + RATE + "/s, " + SECONDS + " s";
  }

  @Override
  public boolean onDemand() {
    return true;
  }

  @Override
  public Sample run(BenchRedis redis) throws Exception {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    LongAdder started = new LongAdder();
    try {
      RedisTaskStore own = RedisTaskStore.open(redis.config());
      open.push(own);
      KronosClient client = KronosClient.builder(own).build();
      open.push(client);
      Inspector.of(own)
          .limits(EnqueueOptions.DEFAULT_QUEUE)
          .set(Limits.rate(RATE, Duration.ofSeconds(1)));
      Workload.fill(client, (SECONDS + 30) * RATE);
      for (int i = 0; i < SERVERS; i++) {
        RedisTaskStore store = RedisTaskStore.open(redis.config());
        open.push(store);
        KronosServer server = Workload.server(store, 10, task -> started.increment());
        open.push(server);
        server.start();
      }
      TimeUnit.SECONDS.sleep(2);
      double cpu = redis.cpuMicros();
      long before = started.sum();
      long begin = System.nanoTime();
      TimeUnit.SECONDS.sleep(SECONDS);
      double rate = Rates.perSecond(started.sum() - before, begin);
      return Sample.empty()
          .with("starts/s", rate)
          .with("off %", 100 * (rate - RATE) / RATE)
          .with("Redis CPU %", (redis.cpuMicros() - cpu) / SECONDS / 1e4);
    } finally {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    }
  }
}
