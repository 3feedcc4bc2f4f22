package io.kronosq.it.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kronosq.Inspector;
import io.kronosq.inspect.AuditEntry;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.it.browser.Chromium;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import io.kronosq.task.TaskState;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard in front of five million tasks in one queue, a thousand queues, 200 servers. */
class PagesLoad {
  private static final long TASKS = Long.getLong("load.tasks", 5_000_000);
  private static final int TIMES = Integer.getInteger("load.times", 5);
  private static final int REQUESTS = 300;
  private static final int BROWSERS = 200;
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration WATCHING = Duration.ofSeconds(15);

  private static LoadedRedis redis;
  private static TaskStore store;
  private static Inspector inspector;
  private static SteadyWork work;
  private static LibertyProcess server;

  @BeforeAll
  static void fill() throws Exception {
    assumeTrue(Chromium.isInstalled(), Chromium.INSTALL);
    redis = LoadedRedis.open();
    store = RedisTaskStore.open(redis.config());
    inspector = Inspector.of(store);
    new Backlog(redis, store).fill(TASKS);
    ManyServers.report(store);
    ManyServers.count(store);
    inspector.audit().record(AuditEntry.of("ada", "queue.pause", "queue-0001", "done"));
    inspector
        .jobs()
        .start(
            new BulkRequest(
                TaskAction.RETRY,
                Backlog.QUEUE,
                TaskState.ARCHIVED,
                TaskFilter.ALL.withType("none"),
                false,
                "ada"));
    work = new SteadyWork(store);
    server = new LibertyProcess(redis.environment());
    server.start();
    LoadReport.line(
        "load",
        "%,d pending tasks in one queue, %,d queues, %d servers, %,d MB of Redis",
        inspector.queue(Backlog.QUEUE).pending(),
        inspector.queues().size(),
        inspector.servers().size(),
        redis.megabytes());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (work != null) {
      work.close();
      store.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  @Test
  void anyPageCanBeUsedWithinASecond() {
    String task = inspector.tasks(Backlog.QUEUE, TaskState.ARCHIVED).tasks().get(0).ref().id();
    List<DashboardPage> pages = DashboardPage.all(task);
    DashboardPage last = pages.get(pages.size() - 1);
    try (PageClock clock = new PageClock(LibertyProcess.BASE, "admin")) {
      // Servers and browsers compile what they run often.
      pages.forEach(clock::open);
      List<String> slow = new ArrayList<>();
      for (DashboardPage page : pages) {
        Times cold =
            Times.of(
                TIMES,
                () -> {
                  clock.forgetFiles();
                  return clock.open(page);
                });
        Times warm = Times.of(TIMES, () -> clock.open(page));
        double kilobytes = clock.kilobytes();
        DashboardPage elsewhere = page.equals(last) ? pages.get(0) : last;
        Times within =
            Times.of(
                TIMES,
                () -> {
                  clock.go(elsewhere);
                  return clock.go(page);
                });
        LoadReport.line(
            page.name(),
            "cold %s, warm %s, from another page %s ms; %.0f kB",
            cold,
            warm,
            within,
            kilobytes);
        if (Math.max(cold.median(), Math.max(warm.median(), within.median())) > 1_000) {
          slow.add(page.name());
        }
      }
      assertThat(slow).isEmpty();
    }
  }

  @Test
  void aPageOfTasksTakesUnder50Ms() throws Exception {
    List<String> slow = new ArrayList<>();
    KeepAlive client = new KeepAlive("viewer");
    String tasks = "api/v1/queues/" + Backlog.QUEUE + "/tasks?limit=100&state=";
    for (String query :
        List.of(
            "pending",
            "active",
            "scheduled",
            "retry",
            "archived",
            "completed",
            "pending&type=" + Backlog.RARE_TYPE,
            "pending&type=none",
            "pending&text=Lovelace",
            "pending&text=nobody",
            "archived&error=insufficient",
            "archived&type=order:refused&error=none")) {
      Times taken = client.times(tasks + query, REQUESTS);
      LoadReport.line("tasks?state=" + query, "%s ms", taken);
      if (taken.median() >= 50) {
        slow.add(query);
      }
    }
    for (String path :
        List.of(
            "api/v1/overview",
            "api/v1/queues",
            "api/v1/queues?limit=1000",
            "api/v1/queues/" + Backlog.QUEUE,
            "api/v1/servers",
            "api/v1/schedules",
            "api/v1/statistics?range=hour",
            "api/v1/statistics?range=fortnight",
            "api/v1/redis")) {
      LoadReport.line(path, "%s ms", client.times(path, 50));
    }
    assertThat(slow).isEmpty();
  }

  @Test
  void twoHundredBrowsersAddUnder5PercentOfTheProcessorAndNoSubscription() throws Exception {
    work.flow();
    int cores = Runtime.getRuntime().availableProcessors();
    for (String query : List.of("?kinds=stats,findings,job,redis", "")) {
      URI stream = URI.create(LibertyProcess.BASE + "api/v1/events" + query);
      try (ManyBrowsers one = new ManyBrowsers(stream, 1)) {
        settle();
        assertThat(one.lost()).isZero();
        long connections = redis.connections();
        double alone = watch();
        try (ManyBrowsers many = new ManyBrowsers(stream, BROWSERS)) {
          settle();
          double before = many.bytes();
          double together = watch();
          double share = (together - alone) / cores;
          LoadReport.line(
              BROWSERS + " browsers" + (query.isEmpty() ? ", events" : ""),
              "%.2f %% of %d cores (one browser: %.2f %%); %.1f kB/s each; %d connections to Redis",
              100 * share,
              cores,
              100 * alone / cores,
              (many.bytes() - before) / 1e3 / BROWSERS / WATCHING.toSeconds(),
              redis.connections());
          assertThat(many.lost()).isZero();
          assertThat(redis.connections()).isEqualTo(connections);
          assertThat(share).isLessThan(0.05);
        }
      }
    }
  }

  private static void settle() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
  }

  /** Cores that the server keeps busy. */
  private static double watch() throws InterruptedException {
    long start = System.nanoTime();
    Duration before = server.cpu();
    TimeUnit.MILLISECONDS.sleep(WATCHING.toMillis());
    return server.cpu().minus(before).toNanos() / (double) (System.nanoTime() - start);
  }
}
