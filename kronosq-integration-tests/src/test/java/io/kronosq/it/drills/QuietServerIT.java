package io.kronosq.it.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.handler.TaskRouter;
import io.kronosq.redis.RedisConfig;
import io.kronosq.task.EnqueueOption;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QuietServerIT {
  @Test
  @Timeout(60)
  void aServerThatTakesNoMoreTasksPassesTheWakeUpOn() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    try (EmbeddedRedis redis = EmbeddedRedis.builder().inMemory().build().start()) {
      RedisClient admin = RedisClient.create(redis.uri());
      try (KronosServer quiet = server(redis, new TaskRouter());
          KronosServer other =
              server(
                  redis, new TaskRouter().handle(WorkerProcess.WORK, task -> started.countDown()));
          KronosClient client = KronosClient.open(RedisConfig.parse(redis.uri()));
          StatefulRedisConnection<String, String> connection = admin.connect()) {
        // Redis wakes the one that has waited longest.
        quiet.start();
        awaitWaiting(connection, 1);
        other.start();
        awaitWaiting(connection, 2);
        quiet.quiet();

        client.enqueue(WorkerProcess.WORK, new byte[0], EnqueueOption.queue(Drill.QUEUE));

        assertThat(started.await(1, TimeUnit.SECONDS)).isTrue();
      } finally {
        admin.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      }
    }
  }

  private static KronosServer server(EmbeddedRedis redis, TaskRouter router) {
    return KronosServer.builder(RedisConfig.parse(redis.uri()))
        .queue(Drill.QUEUE, 1)
        .router(router)
        .build();
  }

  private static void awaitWaiting(
      StatefulRedisConnection<String, String> connection, int servers) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (connection
            .sync()
            .clientList()
            .lines()
            .filter(client -> client.contains(" cmd=blpop") && client.contains(" flags=b"))
            .count()
        < servers) {
      assertThat(System.nanoTime()).as("%d servers wait for work", servers).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
