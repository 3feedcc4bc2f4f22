package io.kronosq.cdi;

import static io.kronosq.event.TaskEventType.ARCHIVED;
import static io.kronosq.event.TaskEventType.RETRIED;
import static io.kronosq.event.TaskEventType.SUCCEEDED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.event.TaskEvent;
import io.kronosq.handler.BatchFailureException;
import io.kronosq.handler.BatchItem;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskHandler;
import io.kronosq.inspect.GroupInfo;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BatchHandlersTest {
  private Application application;
  private KronosClient client;
  private Inspector inspector;
  private RecordedEvents events;
  private Calls calls;

  @BeforeEach
  void start() {
    application =
        Application.of(
                RecordedEvents.class,
                Calls.class,
                Audit.class,
                Direct.class,
                Some.class,
                AtOnce.class)
            .with("kronosq.redis.uri", "embedded:?memory")
            .start();
    client = application.get(KronosClient.class);
    inspector = application.get(Inspector.class);
    events = application.get(RecordedEvents.class);
    calls = application.get(Calls.class);
  }

  @AfterEach
  void stop() {
    application.close();
  }

  /** What handlers were called with. */
  @ApplicationScoped
  static class Calls {
    private final BlockingQueue<List<?>> seen = new LinkedBlockingQueue<>();

    void add(List<?> call) {
      seen.add(List.copyOf(call));
    }

    List<?> next() throws InterruptedException {
      List<?> call = seen.poll(10, TimeUnit.SECONDS);
      if (call == null) {
        throw new AssertionError("No call within 10 s");
      }
      return call;
    }
  }

  @ApplicationScoped
  static class AtOnce implements RetryPolicy {
    @Override
    public Duration delay(int retried, Throwable failure) {
      return Duration.ofMillis(1);
    }
  }

  /** A payload. */
  public record Entry(String who, int what) {}

  @ApplicationScoped
  static class Audit {
    @Inject Calls calls;

    @KronosHandler("entries")
    @KronosBatch(maxSize = 3, maxDelay = "1h", gracePeriod = "1h")
    public void entries(TaskContext context, List<Entry> entries) {
      calls.add(entries);
    }

    @KronosHandler("bytes")
    @KronosBatch(maxSize = 2)
    public void bytes(List<byte[]> payloads) {
      calls.add(payloads.stream().map(bytes -> new String(bytes, UTF_8)).toList());
    }

    @KronosHandler("lists")
    @KronosBatch(maxSize = 2)
    public void lists(List<List<Integer>> payloads) {
      calls.add(payloads);
    }

    @KronosHandler("by-tenant")
    @KronosBatch(group = "", maxSize = 2, maxDelay = "1h", gracePeriod = "1h")
    public void byTenant(List<String> names) {
      calls.add(names);
    }

    @KronosHandler("items")
    public void items(List<BatchItem> items) {
      calls.add(
          items.stream()
              .map(item -> item.headers().get("n") + item.payload(String.class))
              .toList());
    }

    @KronosHandler("result")
    @KronosBatch(maxSize = 2)
    public int result(List<String> names) {
      return names.size();
    }

    @KronosHandler("ticks")
    @KronosBatch
    @KronosSchedule(cron = "0 0 1 1 *", payload = "\"tick\"")
    public void ticks(List<String> payloads) {
      calls.add(payloads);
    }
  }

  @ApplicationScoped
  @KronosHandler("direct")
  @KronosBatch(maxSize = 2)
  static class Direct implements TaskHandler {
    @Inject Calls calls;

    @Override
    public void handle(TaskContext context) {
      calls.add(context.batch().stream().map(item -> item.payload(String.class)).toList());
    }
  }

  private List<TaskRef> enqueue(String type, Object... payloads) {
    return Stream.of(payloads).map(payload -> client.enqueue(type, payload)).toList();
  }

  @Test
  void tasksOfTheTypeWaitForEachOtherAndComeAsAList() throws Exception {
    enqueue("entries", new Entry("a", 1), new Entry("b", 2));
    assertThat(inspector.groups("default")).extracting(GroupInfo::name).containsExactly("all");
    enqueue("entries", new Entry("c", 3));

    assertThat(calls.next())
        .isEqualTo(List.of(new Entry("a", 1), new Entry("b", 2), new Entry("c", 3)));
  }

  @Test
  void callHasTheLastWordAboutTheGroup() throws Exception {
    client.enqueue("entries", new Entry("a", 1), EnqueueOption.ungrouped());
    assertThat(calls.next()).isEqualTo(List.of(new Entry("a", 1)));
    client.enqueue("entries", new Entry("b", 2), EnqueueOption.group("own"));
    assertThat(inspector.groups("default")).extracting(GroupInfo::name).containsExactly("own");
  }

  @Test
  void payloadsMayBeBytesAndGeneric() throws Exception {
    enqueue("bytes", "x".getBytes(UTF_8), "y".getBytes(UTF_8));
    assertThat(calls.next()).isEqualTo(List.of("x", "y"));
    enqueue("lists", List.of(1, 2), List.of(3));
    assertThat(calls.next()).isEqualTo(List.of(List.of(1, 2), List.of(3)));
  }

  @Test
  void withoutAGroupOfItsOwnOnlyTasksWithAGroupWait() throws Exception {
    enqueue("by-tenant", "alone");
    assertThat(calls.next()).isEqualTo(List.of("alone"));
    client.enqueue("by-tenant", "1", EnqueueOption.group("t"));
    client.enqueue("by-tenant", "2", EnqueueOption.group("t"));
    assertThat(calls.next()).isEqualTo(List.of("1", "2"));
  }

  @Test
  void itemsNeedNoAnnotation() throws Exception {
    client.enqueue("items", "x", EnqueueOption.header("n", "1"));
    assertThat(calls.next()).isEqualTo(List.of("1x"));
    client.enqueue("items", "y", EnqueueOption.header("n", "2"), EnqueueOption.group("g"));
    client.enqueue("items", "z", EnqueueOption.header("n", "3"), EnqueueOption.group("g"));
    assertThat(calls.next()).isEqualTo(List.of("2y", "3z"));
  }

  @Test
  void taskHandlerBeanHasDefaultsToo() throws Exception {
    enqueue("direct", "a", "b");
    assertThat(calls.next()).isEqualTo(List.of("a", "b"));
  }

  @Test
  void whatIsReturnedIsTheResultOfTheBatch() throws Exception {
    EnqueueOption kept = EnqueueOption.retention(Duration.ofMinutes(1));
    client.enqueue("result", "a", kept);
    client.enqueue("result", "b", kept);
    TaskEvent done = events.await(SUCCEEDED);
    TaskInfo batch = inspector.task(done.queue(), done.taskId()).orElseThrow();
    assertThat(new String(batch.result(), UTF_8)).isEqualTo("2");
  }

  @Test
  @Timeout(30)
  void tasksOfASchedulesTickDoNotWait() throws Exception {
    while (inspector.schedules().list().isEmpty()) {
      Thread.onSpinWait();
    }
    inspector.schedules().trigger("ticks");
    assertThat(calls.next()).isEqualTo(List.of("tick"));
  }

  @Test
  void payloadThatCannotBeReadIsArchivedWithoutTheOthers() throws Exception {
    enqueue("entries", new Entry("a", 1));
    TaskRef bad = client.enqueue(Task.of("entries", "no json".getBytes(UTF_8)));
    enqueue("entries", new Entry("c", 3));

    assertThat(calls.next()).isEqualTo(List.of(new Entry("a", 1), new Entry("c", 3)));
    TaskEvent archived = events.await(ARCHIVED);
    assertThat(archived.error().message())
        .startsWith("1 of the batch's tasks failed, first " + bad.id());
    assertThat(inspector.retryTask("default", archived.taskId()).done()).isTrue();
    assertThat(events.await(ARCHIVED).error().message())
        .contains("Audit.entries(TaskContext, List) can't process a task of type 'entries': ");
  }

  @ApplicationScoped
  static class Some {
    @Inject Calls calls;

    @KronosHandler(value = "item-fails", retryPolicy = AtOnce.class)
    @KronosBatch(maxSize = 3)
    public void item(List<BatchItem> items, TaskContext context) {
      note(items);
      if (context.retried() == 0) {
        items.get(1).fail(new IllegalStateException("no"));
      }
    }

    @KronosHandler(value = "names-failures", retryPolicy = AtOnce.class)
    @KronosBatch(maxSize = 3)
    public void names(List<BatchItem> items, TaskContext context) {
      note(items);
      if (context.retried() == 0) {
        throw new BatchFailureException(
            Map.of(items.get(2).taskId(), new IllegalStateException("no")));
      }
    }

    @KronosHandler(
        value = "postponed",
        maxRetry = 0,
        retryPolicy = AtOnce.class,
        postponeOn = IOException.class)
    @KronosBatch(maxSize = 2)
    public void postponed(List<BatchItem> items) {
      note(items);
      if (items.size() == 2) {
        items.get(0).fail(new IOException("the server is away"));
      }
    }

    private void note(List<BatchItem> items) {
      calls.add(items.stream().map(item -> item.payload(String.class)).toList());
    }
  }

  @Test
  void onlyItemsThatFailedAreTriedAgain() throws Exception {
    enqueue("item-fails", "a", "b", "c");
    assertThat(calls.next()).isEqualTo(List.of("a", "b", "c"));
    assertThat(calls.next()).isEqualTo(List.of("b"));
    enqueue("names-failures", "a", "b", "c");
    assertThat(calls.next()).isEqualTo(List.of("a", "b", "c"));
    assertThat(calls.next()).isEqualTo(List.of("c"));
  }

  @Test
  void itemsThatWereOnlyPostponedSpendNoRetry() throws Exception {
    enqueue("postponed", "a", "b");
    events.await(RETRIED);
    events.await(SUCCEEDED);
    assertThat(calls.next()).isEqualTo(List.of("a", "b"));
    assertThat(calls.next()).isEqualTo(List.of("a"));
  }
}
