package io.kronosq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kronosq.event.TaskEventType;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.ActionResult;
import io.kronosq.inspect.RedisInfo;
import io.kronosq.inspect.RedisInfo.Persistence;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.inspect.TaskPage;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.NewTask;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.TaskStore;
import io.kronosq.task.Due;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InspectorTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness harness = new EngineHarness(redis);

  private Inspector inspector() {
    return harness.inspector();
  }

  private static Task task(String type) {
    return Task.of(type, new byte[0]);
  }

  private List<String> enqueue(String type, int count, EnqueueOption... options) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(task(type));
    }
    return harness.client().enqueueAll(tasks, options).stream().map(TaskRef::id).toList();
  }

  private List<TaskInfo> all(TaskQuery query) {
    List<TaskInfo> tasks = new ArrayList<>();
    TaskPage page = inspector().tasks(query);
    tasks.addAll(page.tasks());
    while (page.next() != null) {
      page = inspector().tasks(query.after(page.next()));
      tasks.addAll(page.tasks());
    }
    return tasks;
  }

  private static List<String> ids(List<TaskInfo> tasks) {
    return tasks.stream().map(task -> task.ref().id()).toList();
  }

  private static TaskQuery pending() {
    return TaskQuery.of("default", TaskState.PENDING);
  }

  @Test
  void pagesHaveTheSizeAskedForAndTheLastOneSaysSo() {
    List<String> ids = enqueue("a", 5);
    TaskPage first = inspector().tasks(pending().limitedTo(3));
    assertThat(ids(first.tasks())).isEqualTo(ids.subList(0, 3));
    TaskPage second = inspector().tasks(pending().limitedTo(3).after(first.next()));
    assertThat(ids(second.tasks())).isEqualTo(ids.subList(3, 5));
    assertThat(second.next()).isNull();
  }

  @Test
  void aPageOfAQueueThatNeverHadATaskIsEmpty() {
    TaskPage page = inspector().tasks("never", TaskState.PENDING);
    assertThat(page.tasks()).isEmpty();
    assertThat(page.next()).isNull();
  }

  @Test
  void aPageLooksAtNoMoreTasksThanAllowedAndGoesOnLater() {
    enqueue("common", 1_200);
    List<String> rare = enqueue("rare", 2);
    TaskQuery query = pending().matching(TaskFilter.ALL.withType("rare"));
    TaskPage first = inspector().tasks(query);
    assertThat(first.tasks()).isEmpty();
    assertThat(first.scanned()).isEqualTo(1_000);
    TaskPage second = inspector().tasks(query.after(first.next()));
    assertThat(ids(second.tasks())).isEqualTo(rare);
    assertThat(second.next()).isNull();
  }

  @Test
  void tasksAreFilteredByTypeIdHeaderAndAge() {
    List<String> mails = enqueue("mail:welcome", 2, EnqueueOption.header("tenant", "a"));
    List<String> others = enqueue("mail:bye", 2, EnqueueOption.header("tenant", "b"));
    enqueue("import", 2);
    assertMatch(TaskFilter.ALL.withType("mail:welcome"), mails);
    assertThat(all(pending().matching(TaskFilter.ALL.withType("mail:*")))).hasSize(4);
    assertMatch(TaskFilter.ALL.withHeader("tenant", "b"), others);
    assertThat(all(pending().matching(TaskFilter.ALL.withHeader("tenant", "")))).hasSize(4);
    assertMatch(TaskFilter.ALL.withIdPrefix(mails.get(1)), mails.subList(1, 2));
    Instant first = inspector().task("default", mails.get(0)).orElseThrow().enqueuedAt();
    assertMatch(TaskFilter.ALL.withEnqueuedBefore(first), List.of());
    assertThat(all(pending().matching(TaskFilter.ALL.withEnqueuedBefore(Instant.MAX)))).hasSize(6);
    assertMatch(TaskFilter.ALL.withEnqueuedAfter(Instant.MAX), List.of());
    assertThat(all(pending().matching(TaskFilter.ALL.withEnqueuedAfter(first)))).hasSize(6);
  }

  @Test
  void aTextIsFoundInIdsTypesHeadersAndPayloadsWhateverItsCase() {
    String inPayload =
        harness
            .client()
            .enqueue(Task.of("a", "{\"to\":\"Ünal@Example.org\"}".getBytes(UTF_8)))
            .id();
    String inHeader = enqueue("b", 1, EnqueueOption.header("Tenant", "Blue")).get(0);
    String inType = enqueue("mail:Bounce", 1).get(0);
    assertMatch(TaskFilter.ALL.withText("ünal@example"), List.of(inPayload));
    assertMatch(TaskFilter.ALL.withText("BLUE"), List.of(inHeader));
    assertMatch(TaskFilter.ALL.withText("tenant"), List.of(inHeader));
    assertMatch(TaskFilter.ALL.withText("bounce"), List.of(inType));
    assertMatch(
        TaskFilter.ALL.withText(inType.substring(2).toUpperCase(Locale.ROOT)), List.of(inType));
    assertMatch(TaskFilter.ALL.withText("bounce").withType("a"), List.of());
  }

  private void assertMatch(TaskFilter filter, List<String> ids) {
    assertThat(ids(all(pending().matching(filter)))).isEqualTo(ids);
  }

  @Test
  void archivedTasksAreFilteredByTheTextOfTheirError() {
    TaskRouter router = new TaskRouter();
    router.handle(
        "fail",
        context -> {
          throw new SkipRetryException("Mailbox of " + context.taskId() + " is full");
        });
    harness.start(harness.server(router));
    List<String> ids = enqueue("fail", 3);
    Await.until("archived", () -> inspector().queue("default").archived() == 3);
    TaskQuery archived = TaskQuery.of("default", TaskState.ARCHIVED);
    assertThat(ids(all(archived.matching(TaskFilter.ALL.withError(ids.get(1) + " IS FULL")))))
        .containsExactly(ids.get(1));
    assertThat(all(archived.matching(TaskFilter.ALL.withError("mailbox"))))
        .hasSize(3)
        .allSatisfy(task -> assertThat(task.archivedAt()).isNotNull());
    assertThat(all(archived.matching(TaskFilter.ALL.withError("timeout")))).isEmpty();
  }

  @Test
  void aTextThatIsNoPageIsRefusedWithTheRemedy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inspector().tasks(pending().after("nonsense")))
        .withMessageContaining("nonsense");
  }

  @Test
  void aTaskIsFoundByItsIdAlone() {
    enqueue("a", 3);
    TaskRef there = harness.client().enqueue(task("b"), EnqueueOption.queue("other"));
    assertThat(inspector().task(there.id()).orElseThrow().ref()).isEqualTo(there);
    assertThat(inspector().task("nobody")).isEmpty();
  }

  @Test
  void aRunningTaskIsRefusedWithTheRemedyAndATaskPutForwardRuns() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ran = new CountDownLatch(1);
    TaskRouter router = new TaskRouter();
    router.handle(
        "slow",
        context -> {
          running.countDown();
          Await.signal(release);
        });
    router.handle("later", context -> ran.countDown());
    harness.start(harness.server(router).concurrency(2));
    TaskRef slow = harness.client().enqueue(task("slow"));
    Await.signal(running);
    ActionResult refused = inspector().deleteTask("default", slow.id());
    assertThat(refused.done()).isFalse();
    assertThat(refused.message()).contains(slow.id()).contains("active").contains("cancel");
    TaskInfo active = inspector().tasks("default", TaskState.ACTIVE).tasks().get(0);
    assertThat(active.ref()).isEqualTo(slow);
    assertThat(active.server()).isNotBlank();
    release.countDown();

    TaskRef later =
        harness.client().enqueue(task("later"), EnqueueOption.delay(Duration.ofHours(1)));
    assertThat(inspector().runTask("default", later.id()).done()).isTrue();
    Await.signal(ran);
    assertThat(inspector().deleteTask("default", "nobody").message()).contains("not there");
  }

  @Test
  void archivedAndDeletedTasksDontRunAndRetriedOnesDo() {
    List<String> ids = enqueue("a", 4);
    assertThat(inspector().archiveTask("default", ids.get(1)).stood()).isEqualTo(TaskState.PENDING);
    assertThat(inspector().archiveTask("default", ids.get(2)).done()).isTrue();
    assertThat(inspector().deleteTask("default", ids.get(3)).done()).isTrue();
    assertThat(inspector().retryTask("default", ids.get(2)).stood()).isEqualTo(TaskState.ARCHIVED);
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    TaskRouter router = new TaskRouter();
    router.handle("a", context -> ran.add(context.taskId()));
    harness.start(harness.server(router));
    Await.until("done", () -> inspector().queue("default").size() == 1);
    assertThat(ran).containsExactlyInAnyOrder(ids.get(0), ids.get(2));
    assertThat(inspector().queue("default").archived()).isEqualTo(1);
  }

  @Test
  void onlyAnEmptyQueueIsDeletedUnlessThatIsForced() {
    Task locked = task("a");
    EnqueueOption unique = EnqueueOption.unique(Unique.byType(Duration.ofHours(1)));
    EnqueueOption mail = EnqueueOption.queue("mail");
    harness.client().enqueue(locked, mail, unique);
    harness.client().enqueue(task("b"), mail, EnqueueOption.delay(Duration.ofHours(1)));
    assertThatIllegalStateException()
        .isThrownBy(() -> inspector().deleteQueue("mail", false))
        .withMessageContaining("2 tasks");
    assertThat(inspector().queue("mail").size()).isEqualTo(2);

    inspector().deleteQueue("mail", true);
    assertThat(inspector().queues()).isEmpty();
    assertThat(redis.texts("KEYS", "*{mail}*")).allMatch(key -> key.endsWith(":w"));
    try (KronosClient another = KronosClient.open(redis.config())) {
      TaskRef again = another.enqueue(locked, mail, unique);
      assertThat(inspector().queues()).hasSize(1);
      inspector().deleteTask("mail", again.id());
    }
    inspector().deleteQueue("mail", false);
    assertThat(inspector().queues()).isEmpty();
  }

  @Test
  void aQueueWithRunningTasksIsDeletedByForceOnlyAndTheirOutcomesAreRefused() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    TaskRouter router = new TaskRouter();
    router.handle(
        "slow",
        context -> {
          running.countDown();
          Await.signal(release);
        });
    RecordedEvents events = new RecordedEvents();
    KronosServer server = harness.start(harness.server(router).onEvent(events));
    harness.client().enqueue(task("slow"));
    Await.signal(running);
    assertThatIllegalStateException().isThrownBy(() -> inspector().deleteQueue("default", false));
    inspector().deleteQueue("default", true);
    release.countDown();
    Await.until("refused", () -> events.count(TaskEventType.REFUSED) == 1);
    harness.client().enqueue(task("slow"));
    Await.until("the server goes on", () -> events.count(TaskEventType.SUCCEEDED) == 1);
    server.stop();
  }

  @Test
  void aQueueOfManyPartitionsIsLookedAtAndActedOnAsOne() {
    QueueLayouts layouts = Await.answer(harness.store().partitions().setPartitions("default", 3));
    List<String> ids = new ArrayList<>();
    for (String partition : layouts.partitions()) {
      for (int i = 0; i < 10; i++) {
        String id = "t" + ids.size();
        Await.answer(
            harness
                .store()
                .enqueue(partition, List.of(new NewTask(id, false, envelope(), Due.NOW, null))));
        ids.add(id);
      }
    }
    assertThat(layouts.partitions()).hasSize(4);
    assertThat(ids(all(pending().limitedTo(7)))).isEqualTo(ids);
    assertThat(inspector().queue("default").pending()).isEqualTo(40);
    assertThat(inspector().task("t25").orElseThrow().ref())
        .isEqualTo(new TaskRef("default", "t25"));
    assertThat(inspector().deleteTask("default", "t25").done()).isTrue();
    assertThat(
            inspector()
                .bulk(TaskAction.DELETE, "default", TaskState.PENDING, TaskFilter.ALL)
                .run(progress -> {})
                .changed())
        .isEqualTo(39);
    inspector().deleteQueue("default", false);
    assertThat(inspector().queues()).isEmpty();
  }

  private static byte[] envelope() {
    return EnvelopeCodec.encode(
        new Envelope(
            "a",
            new byte[0],
            Instant.EPOCH,
            0,
            Duration.ZERO,
            null,
            Duration.ZERO,
            null,
            Map.of()));
  }

  @Test
  void whatMattersOfRedisIsTold() {
    RedisInfo info = inspector().redis();
    assertThat(info.version()).startsWith("7.0");
    assertThat(info.role()).isEqualTo("master");
    assertThat(info.usedMemory()).isPositive();
    assertThat(info.maxMemory()).isZero();
    assertThat(info.evictionPolicy()).isEqualTo("noeviction");
    assertThat(info.persistence()).isEqualTo(new Persistence(false, true, "", true));
    assertThat(info.replicas()).isEmpty();
    assertThat(info.cluster()).isNull();
  }

  @Test
  void memoryThatIsShortIsAProblemWithARemedy() {
    long used = inspector().redis().usedMemory();
    redis.command("CONFIG", "SET", "maxmemory", Long.toString(used + used / 50));
    try {
      assertThat(inspector().problems()).singleElement().asString().contains("maxmemory");
    } finally {
      redis.command("CONFIG", "SET", "maxmemory", "0");
    }
  }

  @Test
  void whoMayNotAskForTheConfigurationIsToldTheRest() {
    redis.command("ACL", "SETUSER", "limited", "on", ">secret", "~*", "&*", "+@all", "-config");
    try (Inspector limited = Inspector.open(redis.config().withCredentials("limited", "secret"))) {
      assertThat(limited.redis().persistence().snapshotRules()).isNull();
      assertThat(limited.redis().version()).startsWith("7.0");
      assertThat(limited.problems()).isEmpty();
    } finally {
      redis.command("ACL", "DELUSER", "limited");
    }
  }

  @Test
  void manyQueuesAreAskedAllAtOnce() {
    for (int i = 0; i < 300; i++) {
      harness.client().enqueue(task("a"), EnqueueOption.queue("q" + i));
    }
    long before = redis.calls("hgetall");
    assertThat(inspector().queues()).hasSize(300).allMatch(queue -> queue.pending() == 1);
    assertThat(redis.calls("hgetall") - before).isLessThan(30);
  }

  @Test
  void aPageOfAnotherQueueIsRefused() {
    enqueue("a", 5, EnqueueOption.queue("other"));
    TaskPage page = inspector().tasks(TaskQuery.of("other", TaskState.PENDING).limitedTo(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inspector().tasks(pending().after(page.next())))
        .withMessageContaining("'default'");
  }

  @Test
  void aPlaceFarBehindTheListIsNotSearchedFor() {
    List<String> ids = enqueue("a", 3);
    TaskPage page = inspector().tasks(pending().after("default|900000000000000:0:gone"));
    assertThat(ids(page.tasks())).isEqualTo(ids);
  }

  @Test
  void namesThatNoQueueCanHaveAreRefused() {
    for (String name : List.of("", "a}b", "a b", "a\nb", "x".repeat(1_000_000))) {
      assertThatIllegalArgumentException().isThrownBy(() -> inspector().queue(name));
      assertThatIllegalArgumentException().isThrownBy(() -> inspector().task(name, "id"));
      assertThatIllegalArgumentException().isThrownBy(() -> inspector().pauseQueue(name));
      assertThatIllegalArgumentException().isThrownBy(() -> inspector().deleteQueue(name, true));
      assertThatIllegalArgumentException().isThrownBy(() -> inspector().deleteTask(name, "id"));
      assertThatIllegalArgumentException().isThrownBy(() -> inspector().history(name));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> inspector().tasks(name, TaskState.PENDING));
    }
    assertThat(redis.texts("KEYS", "*")).isEmpty();
  }

  @Test
  void noTaskHasAnEmptyOrEndlessId() {
    List<String> ids = enqueue("a", 3);
    inspector().deleteTask("default", ids.get(1));
    for (String id : List.of("", "x".repeat(1_000_000), "a\nb\0")) {
      assertThat(inspector().deleteTask("default", id).done()).isFalse();
      assertThat(inspector().archiveTask("default", id).done()).isFalse();
      assertThat(inspector().task("default", id)).isEmpty();
      assertThat(inspector().task(id)).isEmpty();
    }
    assertThat(inspector().queue("default").pending()).isEqualTo(2);
  }

  @Test
  void latencyIsReadWhateverTheSizesOfTypeAndPayload() {
    TaskStore store = harness.store();
    for (int type : new int[] {1, 31, 32, 255, 256, 500}) {
      for (int payload : new int[] {0, 255, 256, 65_535, 65_536}) {
        String queue = "q" + type + "-" + payload;
        store.enqueue(
            queue,
            List.of(
                new NewTask(
                    "a",
                    false,
                    dayOld("t".repeat(type), new byte[payload], Duration.ofHours(-1)),
                    Due.NOW,
                    null)));
        assertThat(inspector().queue(queue).latency())
            .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(70));
      }
    }
  }

  @Test
  void whatIsRunBeforeItIsDueHasWaitedSinceItWasEnqueued() {
    byte[] tomorrow = dayOld("t", new byte[0], Duration.ofDays(1));
    harness.store().enqueue("early", List.of(new NewTask("a", false, tomorrow, Due.NOW, null)));
    assertThat(inspector().queue("early").latency())
        .isBetween(Duration.ofHours(24), Duration.ofHours(25));
  }

  private static byte[] dayOld(String type, byte[] payload, Duration untilDue) {
    Instant now = Instant.ofEpochMilli(redis.now());
    return EnvelopeCodec.encode(
        new Envelope(
            type,
            payload,
            now.minus(Duration.ofDays(1)),
            3,
            Duration.ofMinutes(1),
            null,
            Duration.ZERO,
            null,
            Map.of("header", "value"),
            "key",
            false,
            now.plus(untilDue)));
  }

  @Test
  void latencyIsToldWithoutReadingManyBodies() {
    for (int i = 0; i < 10; i++) {
      harness.client().enqueue(Task.of("large", new byte[500_000]));
    }
    long before = bytesSent();
    assertThat(inspector().queue("default").latency()).isPositive();
    assertThat(bytesSent() - before).isLessThan(1_000_000);
  }

  private static long bytesSent() {
    return redis
        .command("INFO", "stats")
        .toString()
        .lines()
        .filter(line -> line.startsWith("total_net_output_bytes:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
        .sum();
  }
}
