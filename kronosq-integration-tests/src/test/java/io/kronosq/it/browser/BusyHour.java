package io.kronosq.it.browser;

import io.kronosq.inspect.QueueCounts;
import io.kronosq.store.ReportStore;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.Await;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/** An hour that a system might have had before the pictures of it are taken. */
public final class BusyHour {
  private static final int MINUTES = 60;

  /** When a large import came, and how long it kept the servers busy. */
  private static final int RUSH = 34;

  private static final int RUSH_LENGTH = 7;

  private final ReportStore reports;
  private final String queue;
  private final Random random = new Random(7);

  private BusyHour(ReportStore reports, String queue) {
    this.reports = reports;
    this.queue = queue;
  }

  /** Writes it into the history of a queue, and of all. */
  public static void write(TaskStore store, String queue) {
    BusyHour hour = new BusyHour(store.reports(), queue);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    for (int i = 1; i <= MINUTES; i++) {
      hour.minute(now.minus(Duration.ofMinutes(MINUTES - i)), i);
    }
  }

  /** Has a server have run some handlers, of as many as it may. */
  public static void writeBusy(RedisURI redis, String prefix, String server, int most) {
    RedisClient client = RedisClient.create(redis);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      Random random = new Random(3);
      Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
      for (int i = MINUTES - 1; i > 0; i--) {
        int since = i - RUSH;
        int busy = since >= 0 && since < RUSH_LENGTH ? most : 3 + random.nextInt(6);
        long at = now.minus(Duration.ofMinutes(MINUTES - i)).toEpochMilli();
        connection
            .sync()
            .rpush(
                prefix + ":{/servers}:samples:" + server,
                at + " " + most + " " + busy + " " + most);
      }
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private void minute(Instant begin, int number) {
    int since = number - RUSH;
    boolean rush = since >= 0 && since < RUSH_LENGTH;
    double wave = 1 + 0.3 * Math.sin(number / 6.0) + 0.2 * random.nextDouble();
    long tasks = Math.round((rush ? 5_200 : 2_100) * wave);
    long failed = Math.round(tasks * (0.004 + 0.006 * random.nextDouble()) * (rush ? 3 : 1));
    long archived = failed / 5;
    long backlog = rush ? 1_300L * (RUSH_LENGTH - since) : random.nextLong(120);
    long wait = rush ? 9_000L - 1_000L * since : 120 + random.nextLong(160);
    QueueCounts counts =
        new QueueCounts(
            tasks - failed,
            failed,
            failed - archived,
            archived,
            Duration.ofMillis(23 * tasks),
            new QueueCounts.Waits(
                tasks,
                Duration.ofMillis(tasks * wait / 3),
                Duration.ofMillis(wait + random.nextLong(400))));
    for (String each : new String[] {queue, ReportStore.ALL_QUEUES}) {
      Await.answer(reports.add(each, begin, counts));
      Await.answer(reports.backlog(each, begin, backlog));
    }
  }
}
