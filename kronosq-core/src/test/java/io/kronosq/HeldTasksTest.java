package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.client.EnqueueBatcher;
import io.kronosq.client.EnqueueGate;
import io.kronosq.client.HeldTasks;
import io.kronosq.client.PreparedTask;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client with a gate that the test closes and opens. */
class HeldTasksTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final Map<String, EnqueueException> failures = new LinkedHashMap<>();
  private final TestGate gate = new TestGate();

  private final class TestGate implements EnqueueGate {
    boolean open;
    HeldTasks held;

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public List<CompletionStage<TaskRef>> hold(List<PreparedTask> tasks, EnqueueBatcher batcher) {
      if (held == null) {
        held = new HeldTasks(batcher, (task, reason) -> failures.put(task.task().id(), reason));
      }
      return held.add(tasks);
    }
  }

  private static final class TextCodec implements PayloadCodec {
    @Override
    public byte[] encode(Object value) {
      return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private KronosClient client() {
    return KronosClient.builder(engine.store())
        .gate(gate)
        .timeout(Duration.ofMillis(700))
        .maxPayloadBytes(1000)
        .build();
  }

  private List<TaskInfo> pending() {
    return engine.inspector().tasks("default", TaskState.PENDING).tasks();
  }

  @Test
  void tasksGoOutInOrderUnderTheIdsThatWereTold() {
    KronosClient client = client();
    List<TaskRef> told = new ArrayList<>();
    told.add(client.enqueue("t", "first"));
    List<Task> more = IntStream.range(0, 20).mapToObj(i -> Task.of("t", "m" + i)).toList();
    told.addAll(client.enqueueAll(more));
    CompletionStage<TaskRef> last = client.enqueueAsync(Task.of("t", "last"));
    assertThat(pending()).isEmpty();
    assertThat(last.toCompletableFuture()).isNotDone();

    gate.held.release();

    told.add(last.toCompletableFuture().join());
    assertThat(pending()).extracting(task -> task.ref().id()).containsExactlyElementsOf(ids(told));
    assertThat(failures).isEmpty();
  }

  @Test
  void discardedTasksAreNowhereAndTheirStagesFail() {
    KronosClient client = client();
    client.enqueue("t", "a");
    CompletionStage<TaskRef> stage = client.enqueueAsync(Task.of("t", "b"));

    gate.held.discard("the transaction was rolled back");

    assertThat(pending()).isEmpty();
    assertThat(stage.toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            EnqueueException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_WRITTEN))
        .withMessageContaining("the transaction was rolled back");
    gate.held.release();
    assertThat(pending()).isEmpty();
  }

  @Test
  void thePayloadIsThatOfTheEnqueueAndWrongOnesAreRefusedThen() {
    KronosClient client = client();
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> client.enqueue(Task.of("t", new byte[1001])));
    StringBuilder text = new StringBuilder("before");
    KronosClient writing =
        KronosClient.builder(engine.store()).gate(gate).codec(new TextCodec()).build();
    writing.enqueue("t", (Object) text);
    text.append(" and after");
    gate.held.release();
    assertThat(pending())
        .singleElement()
        .extracting(task -> new String(task.payload(), StandardCharsets.UTF_8))
        .isEqualTo("before");
  }

  @Test
  void enqueueNowGoesPastTheGate() {
    KronosClient client = client();
    TaskRef ref = client.enqueueNow("t", "x");
    assertThat(pending()).extracting(task -> task.ref().id()).containsExactly(ref.id());
    assertThat(gate.held).isNull();
  }

  @Test
  void openGateHoldsNothing() {
    gate.open = true;
    TaskRef ref = client().enqueue("t", "x");
    assertThat(pending()).extracting(task -> task.ref().id()).containsExactly(ref.id());
  }

  @Test
  void aTaskThatMeetsAnotherIsTold() {
    KronosClient client = client();
    EnqueueOption unique = EnqueueOption.unique(Unique.byType(Duration.ofMinutes(1)));
    TaskRef first = client.enqueue("t", "x", unique);
    TaskRef second = client.enqueue("t", "y", unique);
    gate.held.release();
    assertThat(pending()).extracting(task -> task.ref().id()).containsExactly(first.id());
    assertThat(failures).containsOnlyKeys(second.id());
    assertThat(failures.get(second.id()))
        .isInstanceOfSatisfying(
            DuplicateTaskException.class,
            e -> assertThat(e.existingTaskId()).isEqualTo(first.id()));
  }

  @Test
  void tasksOfPartitionedQueuesAreFoundUnderTheirIds() {
    engine.inspector().setPartitions("default", 3);
    KronosClient client = client();
    List<TaskRef> told =
        new ArrayList<>(
            client.enqueueAll(IntStream.range(0, 9).mapToObj(i -> Task.of("t", "m" + i)).toList()));
    told.add(client.enqueue("t", "ordered", EnqueueOption.orderingKey("k")));
    told.add(client.enqueue("t", "limited", EnqueueOption.limitKey("k")));
    gate.held.release();
    for (TaskRef ref : told) {
      assertThat(engine.inspector().task(ref.queue(), ref.id())).as(ref.id()).isPresent();
    }
  }

  @Test
  void whatRedisCouldNotTakeInTimeIsTold() {
    KronosClient client = client();
    TaskRef ref = client.enqueue("t", "x");
    CompletionStage<TaskRef> stage = client.enqueueAsync(Task.of("t", "y"));
    redis.stop();
    try {
      gate.held.release();
    } finally {
      redis.startAgain();
    }
    assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
    assertThat(failures).hasSize(2).containsKey(ref.id());
  }

  private static List<String> ids(List<TaskRef> refs) {
    return refs.stream().map(TaskRef::id).toList();
  }
}
