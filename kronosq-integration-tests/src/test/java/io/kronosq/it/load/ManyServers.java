package io.kronosq.it.load;

import static io.kronosq.store.Answers.await;

import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueCounts.Waits;
import io.kronosq.inspect.RunningTask;
import io.kronosq.inspect.ServerReport;
import io.kronosq.store.ReportStore;
import io.kronosq.store.TaskStore;
import io.kronosq.task.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What servers would tell of themselves, and of two weeks of work. */
final class ManyServers {
  static final int SERVERS = 200;
  private static final int QUEUES_OF_A_SERVER = 10;
  private static final int RUNNING = 20;
  private static final Duration LEASE = Duration.ofHours(3);
  private static final int MINUTES = 60;
  private static final int HOURS = 24 * 14;

  private ManyServers() {}

  /** The identity of one. */
  static String id(int number) {
    return "server-%03d".formatted(number);
  }

  /** Has them tell. */
  static void report(TaskStore store) {
    for (int i = 0; i < SERVERS; i++) {
      String server = id(i);
      Map<String, Integer> weights = new HashMap<>();
      Map<String, String> leases = new HashMap<>();
      for (int j = 0; j < QUEUES_OF_A_SERVER; j++) {
        String queue = queue(i * QUEUES_OF_A_SERVER / 2 + j);
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
                          "order:pay",
                          Instant.now().minusSeconds(number)))
              .toList();
      await(
          store
              .reports()
              .report(
                  new ServerReport(
                      server,
                      "shop",
                      "host-" + i,
                      1_000 + i,
                      "1.0",
                      Instant.now(),
                      false,
                      new Concurrency(10, RUNNING, RUNNING, RUNNING),
                      weights,
                      leases,
                      List.of("order:pay"),
                      running),
                  true));
    }
  }

  private static String queue(int number) {
    return "queue-%04d".formatted(1 + number % (Backlog.QUEUES - 1));
  }

  /** Counts two weeks of work. */
  static void count(TaskStore store) {
    Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    QueueCounts counts =
        new QueueCounts(
            60_000,
            600,
            590,
            10,
            Duration.ofMinutes(90),
            new Waits(60_600, Duration.ofMinutes(70), Duration.ofSeconds(3)));
    Stream.concat(
            IntStream.range(0, MINUTES).mapToObj(i -> minute.minus(Duration.ofMinutes(i))),
            IntStream.range(1, HOURS).mapToObj(i -> minute.minus(Duration.ofHours(i))))
        .flatMap(
            at ->
                Stream.of(ReportStore.ALL_QUEUES, Backlog.QUEUE)
                    .map(queue -> store.reports().add(queue, at, counts)))
        .map(adding -> adding.toCompletableFuture())
        .toList()
        .forEach(CompletableFuture::join);
  }
}
