package io.kronosq.admin.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.BulkJobs;
import io.kronosq.EventFeed;
import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.admin.problem.ProblemException;
import io.kronosq.diagnose.Diagnosis;
import io.kronosq.event.FeedEvent;
import io.kronosq.event.FeedListener;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LiveStreamsTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  private final Source source = new Source();
  private TaskStore store;
  private LiveStreams streams;

  /** Events of the test. */
  private static final class Source implements LiveSource {
    private final Map<FeedListener, String> listeners = new ConcurrentHashMap<>();

    @Override
    public EventFeed.Subscription subscribe(FeedListener listener, @Nullable String after) {
      if ("nonsense".equals(after)) {
        throw new IllegalArgumentException("no id");
      }
      listeners.put(listener, String.valueOf(after));
      return () -> listeners.remove(listener);
    }

    void tell(FeedEvent event) {
      listeners.keySet().forEach(listener -> listener.onEvent(event));
    }
  }

  @BeforeEach
  void open() {
    store = RedisTaskStore.open(redis.config());
    TimeSource time = TimeSource.system();
    Inspector inspector = Inspector.of(store);
    QueueSnapshots snapshots = new QueueSnapshots(inspector, time);
    Overviews overviews =
        new Overviews(snapshots, Diagnosis.of(store), new Statistics(inspector, time), time);
    JobNews jobs = new JobNews(inspector.jobs());
    streams = new LiveStreams(source, overviews, jobs, new LiveThreads(Thread::new), time);
  }

  @AfterEach
  void close() {
    streams.close();
    store.close();
  }

  private FakeOutlet browser(String kinds) {
    FakeOutlet outlet = new FakeOutlet();
    assertThat(streams.open(outlet, Selection.of(kinds, null, null, null, null), null, "ann"))
        .isTrue();
    return outlet;
  }

  private static FeedEvent event(String id) {
    return new FeedEvent.OfTask(
        id,
        new TaskEvent(
            TaskEventType.STARTED, "t", "mail", "q", "s", Instant.EPOCH, 0, 1, null, null, null));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("kronosq-live"))
        .toList();
  }

  @Test
  void aBrowserIsToldAtOnceHowItIsAndThenWhatChanges() {
    FakeOutlet browser = browser(null);
    Await.until("it is told", () -> browser.names().containsAll(List.of("stats", "findings")));
    assertThat(browser.data("stats").get(0)).contains("\"pending\":0").doesNotContain("findings");
    assertThat(browser.data("findings").get(0)).contains("\"findings\":[");
    try (KronosClient client = KronosClient.builder(store).build()) {
      client.enqueue(Task.of("mail", new byte[0]));
    }
    Await.until(
        "it is told the new number",
        () -> browser.data("stats").stream().anyMatch(stats -> stats.contains("\"pending\":1")));
    Await.until(
        "it is told what that needs",
        () ->
            browser.data("findings").stream()
                .anyMatch(findings -> findings.contains("QUEUE_WITHOUT_SERVER")));
  }

  @Test
  void aBrowserKnowsAtOnceThatItIsConnected() {
    FakeOutlet browser = browser("task");
    Await.until("it is told", () -> browser.sent().equals(List.of(Message.HEARTBEAT)));
  }

  @Test
  void eventsAreToldToThoseWhoWantThem() {
    FakeOutlet tasks = browser("task");
    FakeOutlet stats = browser("stats");
    assertThat(source.listeners).hasSize(1);
    source.tell(event("1-1"));
    // A comment opens the stream, before anything happens.
    Await.until("it is told", () -> tasks.names().equals(List.of("", "task")));
    assertThat(stats.names()).doesNotContain("task");
  }

  @Test
  void howFarABulkJobIsIsToldToThoseWhoWantIt() {
    FakeOutlet watches = browser("job");
    FakeOutlet stats = browser("stats");
    try (KronosClient client = KronosClient.builder(store).build()) {
      client.enqueue(Task.of("mail", new byte[0]), EnqueueOption.delay(Duration.ofHours(1)));
    }
    BulkJobs jobs = Inspector.of(store).jobs();
    BulkJob job =
        jobs.start(
            new BulkRequest(
                TaskAction.ARCHIVE, "default", TaskState.SCHEDULED, TaskFilter.ALL, false, "ann"));
    Await.until("it is told", () -> tells(watches, job, "QUEUED"));
    assertThat(jobs.cancel(job.id())).isTrue();
    Await.until("its end is told", () -> tells(watches, job, "CANCELLED"));
    assertThat(watches.data("job")).hasSize(2);
    assertThat(stats.names()).doesNotContain("job");
  }

  private static boolean tells(FakeOutlet browser, BulkJob job, String status) {
    return browser.data("job").stream()
        .anyMatch(told -> told.contains(job.id()) && told.contains('"' + status + '"'));
  }

  @Test
  void aBrowserResumesBehindTheEventThatItHadLast() {
    streams.open(new FakeOutlet(), Selection.of(null, null, null, null, null), "5-7", "ann");
    assertThat(source.listeners).containsValue("5-7");
  }

  @Test
  void whatIsNoEventsIdIsRefused() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () ->
                streams.open(
                    new FakeOutlet(),
                    Selection.of(null, null, null, null, null),
                    "nonsense",
                    "ann"))
        .satisfies(e -> assertThat(e.problem().field()).isEqualTo("Last-Event-ID"));
    assertThat(streams.size()).isZero();
  }

  @Test
  void aBrowserThatHasGoneCostsNothingMore() {
    FakeOutlet browser = browser("task");
    browser.goes();
    source.tell(event("1-1"));
    Await.until("it is forgotten", () -> streams.size() == 0 && source.listeners.isEmpty());
    Await.until("no thread is left", Duration.ofSeconds(40), () -> threads().isEmpty());
  }

  @Test
  void redisThatGoesAndReturnsIsTold() {
    FakeOutlet browser = browser("redis,stats");
    Await.until("it is told", () -> browser.names().contains("stats"));
    redis.stop();
    Await.until(
        "it is told",
        () -> browser.data("redis").stream().anyMatch(one -> one.contains("\"available\":false")));
    FakeOutlet late = browser("redis");
    Await.until(
        "who comes then is told at once",
        () -> late.data("redis").stream().anyMatch(one -> one.contains("\"available\":false")));
    redis.startAgain();
    Await.until(
        "it is told",
        () -> browser.data("redis").stream().anyMatch(one -> one.contains("\"available\":true")));
  }

  @Test
  void thereAreNoMoreThanSoMany() {
    for (int i = 0; i < LiveStreams.MOST_STREAMS; i++) {
      browser("job");
    }
    assertThat(
            streams.open(
                new FakeOutlet(), Selection.of("job", null, null, null, null), null, "eve"))
        .isFalse();
  }

  @Test
  void theEndOfTheApplicationEndsAllStreams() {
    FakeOutlet reads = browser("task");
    FakeOutlet stalls = browser("task");
    stalls.stopsReading();
    source.tell(event("1-1"));
    streams.close();
    assertThat(reads.data("end")).containsExactly("{\"reason\":\"stopping\"}");
    assertThat(reads.isClosed()).isTrue();
    assertThat(stalls.isClosed()).isTrue();
    assertThat(source.listeners).isEmpty();
    assertThat(
            streams.open(new FakeOutlet(), Selection.of(null, null, null, null, null), null, "eve"))
        .isFalse();
    Await.until("no thread is left", () -> threads().isEmpty());
  }
}
