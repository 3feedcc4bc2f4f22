package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kronosq.task.BatchEnqueueException;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EnqueueTest {
  private static final Duration TTL = Duration.ofMinutes(1);

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private TaskInfo info(TaskRef ref) {
    return engine.inspector().task(ref.queue(), ref.id()).orElseThrow();
  }

  @Test
  void everyOptionIsStored() {
    Instant deadline = Instant.parse("2100-01-01T00:00:00Z");
    TaskRef ref =
        engine
            .client()
            .enqueue(
                "t",
                "payload",
                EnqueueOption.queue("critical"),
                EnqueueOption.taskId("my-id"),
                EnqueueOption.maxRetry(7),
                EnqueueOption.timeout(Duration.ofSeconds(9)),
                EnqueueOption.deadline(deadline),
                EnqueueOption.retention(Duration.ofHours(1)),
                EnqueueOption.header("h", "v"),
                EnqueueOption.delay(Duration.ofMinutes(5)));
    assertThat(ref).isEqualTo(new TaskRef("critical", "my-id"));
    TaskInfo info = info(ref);
    assertThat(info.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(info.maxRetry()).isEqualTo(7);
    assertThat(info.timeout()).isEqualTo(Duration.ofSeconds(9));
    assertThat(info.deadline()).isEqualTo(deadline);
    assertThat(info.retention()).isEqualTo(Duration.ofHours(1));
    assertThat(info.headers()).containsEntry("h", "v");
    assertThat(info.dueAt().toEpochMilli() - redis.now()).isBetween(200_000L, 300_000L);
  }

  @Test
  void defaultsOfATypeHoldUnlessTheCallSaysOtherwise() {
    KronosClient client =
        KronosClient.builder(engine.store())
            .defaults("t", EnqueueOption.queue("typed"), EnqueueOption.maxRetry(1))
            .build();
    assertThat(client.enqueue("t", "x").queue()).isEqualTo("typed");
    assertThat(client.enqueue("u", "x").queue()).isEqualTo("default");
    TaskRef called = client.enqueue("t", "x", EnqueueOption.maxRetry(2));
    assertThat(called.queue()).isEqualTo("typed");
    assertThat(info(called).maxRetry()).isEqualTo(2);
  }

  @Test
  void generatedIdsAreUlidsThatSortByTime() {
    List<TaskRef> refs =
        engine.client().enqueueAll(IntStream.range(0, 100).mapToObj(i -> Task.of("t")).toList());
    assertThat(refs)
        .extracting(TaskRef::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.length() == 26);
  }

  @Test
  void oneAloneCostsOneRoundTrip() {
    KronosClient client = engine.client();
    client.enqueue("t", "warm up");
    redis.command("CONFIG", "RESETSTAT");
    client.enqueue("t", "x");
    assertThat(redis.calls("evalsha")).isEqualTo(1);
    String all = redis.command("INFO", "commandstats").toString();
    assertThat(all).doesNotContain("cmdstat_sadd").doesNotContain("cmdstat_script");
  }

  @Test
  void concurrentCallsShareRoundTrips() {
    KronosClient client = engine.client();
    client.enqueue("t", "warm up");
    redis.command("CONFIG", "RESETSTAT");
    List<CompletableFuture<TaskRef>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(client.enqueueAsync(Task.of("t", "p" + i)).toCompletableFuture());
    }
    all.forEach(Await::answer);
    assertThat(redis.calls("evalsha")).isLessThan(500);
    assertThat(engine.inspector().queue("default").pending()).isEqualTo(1_001);
  }

  @Test
  void aBatchCostsFewRoundTripsAndKeepsItsOrder() {
    KronosClient client = engine.client();
    client.enqueue("t", "warm up");
    redis.command("CONFIG", "RESETSTAT");
    List<Task> tasks = IntStream.range(0, 5_000).mapToObj(i -> Task.of("t", "p" + i)).toList();
    List<TaskRef> refs = client.enqueueAll(tasks);
    assertThat(redis.calls("evalsha")).isLessThanOrEqualTo(20);
    assertThat(redis.texts("LRANGE", "kronosq:{default}:p", "1", "-1"))
        .containsExactlyElementsOf(refs.stream().map(TaskRef::id).toList());
  }

  @Test
  void anEmptyBatchStoresNothing() {
    assertThat(engine.client().enqueueAll(List.of())).isEmpty();
  }

  @Test
  void aSecondTaskOfAChosenIdIsRefused() {
    KronosClient client = engine.client();
    client.enqueue("t", "x", EnqueueOption.taskId("a"));
    assertThatExceptionOfType(DuplicateTaskException.class)
        .isThrownBy(() -> client.enqueue("t", "x", EnqueueOption.taskId("a")))
        .withMessageContaining("'a'")
        .satisfies(
            e -> {
              assertThat(e.taskId()).isEqualTo("a");
              assertThat(e.existingTaskId()).isEqualTo("a");
              assertThat(e.outcome()).isEqualTo(EnqueueException.Outcome.NOT_WRITTEN);
            });
  }

  @Test
  void uniqueTasksAreRefusedByWhatMakesThemTheSame() {
    KronosClient client = engine.client();
    TaskRef byType = client.enqueue("a", "1", EnqueueOption.unique(Unique.byType(TTL)));
    assertThatExceptionOfType(DuplicateTaskException.class)
        .isThrownBy(() -> client.enqueue("a", "2", EnqueueOption.unique(Unique.byType(TTL))))
        .satisfies(e -> assertThat(e.existingTaskId()).isEqualTo(byType.id()));
    EnqueueOption byPayload = EnqueueOption.unique(Unique.byTypeAndPayload(TTL));
    client.enqueue("b", "1", byPayload);
    client.enqueue("b", "2", byPayload);
    assertThatExceptionOfType(DuplicateTaskException.class)
        .isThrownBy(() -> client.enqueue("b", "1", byPayload));
    EnqueueOption byKey = EnqueueOption.unique(Unique.byKey("order-7", TTL));
    client.enqueue("c", "1", byKey);
    assertThatExceptionOfType(DuplicateTaskException.class)
        .isThrownBy(() -> client.enqueue("d", "2", byKey));
    client.enqueue("d", "2", byKey, EnqueueOption.queue("another"));
  }

  @Test
  void aBatchWithDuplicatesNamesThemAndStoresTheOthers() {
    KronosClient client = engine.client();
    EnqueueOption unique = EnqueueOption.unique(Unique.byTypeAndPayload(TTL));
    client.enqueue("t", "b", unique);
    assertThatExceptionOfType(BatchEnqueueException.class)
        .isThrownBy(
            () ->
                client.enqueueAll(
                    List.of(
                        Task.of("t", "a"), Task.of("t", "b"), Task.of("t", "c"), Task.of("t", "a")),
                    unique))
        .withMessageContaining("2 of 4")
        .satisfies(
            e -> {
              assertThat(e.failures()).containsOnlyKeys(1, 3);
              assertThat(e.failures().get(1)).isInstanceOf(DuplicateTaskException.class);
            });
    assertThat(engine.inspector().queue("default").pending()).isEqualTo(3);
  }

  @Test
  void aPayloadOverTheLimitIsRefusedWithItsSizeAndTheRemedy() {
    KronosClient client = KronosClient.builder(engine.store()).maxPayloadBytes(100).build();
    client.enqueue("t", new byte[100]);
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> client.enqueue("t", new byte[101]))
        .withMessageContaining("101 bytes")
        .withMessageContaining("100")
        .withMessageContaining("maxPayloadBytes");
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> client.enqueueAll(List.of(Task.of("t"), Task.of("t", new byte[101]))));
    assertThat(engine.inspector().queue("default").pending())
        .as("nothing of the batch")
        .isEqualTo(1);
  }

  @Test
  void aTypeOfTenThousandCharactersIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.client().enqueue("t".repeat(10_000), "x"))
        .withMessageContaining("10000")
        .withMessageContaining("255");
  }

  @Test
  void waitingOnTheLoopIsRefusedWithTheRemedy() {
    KronosClient client = engine.client();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CompletionStage<TaskRef> first = client.enqueueAsync(Task.of("t", "x"));
    first.thenAccept(
        ref ->
            engine
                .store()
                .loop()
                .execute(
                    () -> {
                      try {
                        client.enqueue("t", "y");
                        thrown.complete(null);
                      } catch (RuntimeException e) {
                        thrown.complete(e);
                      }
                    }));
    assertThat(Await.answer(thrown))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("enqueueAsync");
  }

  @Test
  void aCallersCancellationDoesNotReachTheBatch() {
    KronosClient client = engine.client();
    CompletionStage<TaskRef> stage = client.enqueueAsync(Task.of("t", "x"));
    stage.toCompletableFuture().cancel(true);
    client.enqueue("t", "y");
    assertThat(engine.inspector().queue("default").pending()).isEqualTo(2);
  }

  @Test
  void aClosedClientRefuses() {
    KronosClient client = KronosClient.open(redis.config());
    client.close();
    assertThatExceptionOfType(EnqueueException.class)
        .isThrownBy(() -> client.enqueue("t", "x"))
        .satisfies(e -> assertThat(e.outcome()).isEqualTo(EnqueueException.Outcome.NOT_WRITTEN));
  }

  @Test
  void aClientLeavesAStoreOpenThatItDidNotOpen() {
    engine.client().close();
    assertThat(engine.client().enqueue("t", "x")).isNotNull();
  }
}
