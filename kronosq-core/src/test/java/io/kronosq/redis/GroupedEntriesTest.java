package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.GroupInfo;
import io.kronosq.inspect.TaskAction;
import io.kronosq.store.BatchCodec;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.Encounter;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.NewTask;
import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import io.kronosq.task.Aggregation;
import io.kronosq.task.Due;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is done to tasks of few groups in any order, each is in one batch, with those that
 * waited when it was made, unless it was deleted before.
 */
class GroupedEntriesTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  private static final int STEPS = 1_500;
  private static final int SIZE = 4;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Aggregation HOW = new Aggregation(SIZE, HOUR, HOUR);

  /** The waiting tasks of each group, in order. */
  private final Map<String, Set<String>> waiting = new TreeMap<>();

  private final List<List<String>> batches = new ArrayList<>();
  private final Map<String, Integer> versions = new HashMap<>();
  private TaskStore store;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aTaskIsInTheOneBatchThatItsGroupBecame(long seed) {
    Random random = new Random(seed);
    try (TaskStore open = RedisTaskStore.open(redis.config())) {
      store = open;
      Await.answer(store.join("q", "me", HOUR));
      for (int step = 0; step < STEPS; step++) {
        String id = "t" + random.nextInt(9);
        switch (random.nextInt(8)) {
          case 0 -> delete(id);
          case 1 -> run("g" + random.nextInt(3));
          case 2 -> claim(1 + random.nextInt(3));
          default -> enqueue(id, "g" + random.nextInt(3));
        }
        if (step % 10 == 0) {
          compare();
        }
      }
      List.copyOf(waiting.keySet()).forEach(this::run);
      claim(100);
      claim(100);
      compare();
      assertThat(redis.number("EXISTS", "kronosq:{q}:m", "kronosq:{q}:p", "kronosq:{q}:gm"))
          .isZero();
      assertThat(redis.number("EXISTS", "kronosq:{q}:go", "kronosq:{q}:gd", "kronosq:{q}:gs"))
          .isZero();
    }
  }

  private void enqueue(String id, String group) {
    boolean there = waiting.values().stream().anyMatch(ids -> ids.contains(id));
    int version = versions.getOrDefault(id, 0) + 1;
    Envelope envelope =
        new Envelope(
            "type",
            new byte[0],
            Instant.EPOCH,
            version,
            Duration.ZERO,
            null,
            Duration.ZERO,
            null,
            Map.of());
    NewTask.Group in = new NewTask.Group("type", group, HOW, BatchCodec.frame(envelope));
    Map<Integer, Encounter> met =
        Await.answer(
            store.enqueue(
                "q",
                List.of(
                    new NewTask(
                        id, true, EnvelopeCodec.encode(envelope), Due.NOW, null, null, in))));
    assertThat(met).isEqualTo(there ? Map.of(0, Encounter.refused(id)) : Map.of());
    if (!there) {
      versions.put(id, version);
      Set<String> ids = waiting.computeIfAbsent(group, name -> new LinkedHashSet<>());
      ids.add(id);
      if (ids.size() == SIZE) {
        flush(group);
      }
    }
  }

  private void flush(String group) {
    batches.add(List.copyOf(waiting.remove(group)));
  }

  private void run(String group) {
    int size = waiting.getOrDefault(group, Set.of()).size();
    assertThat(Await.answer(store.inspection().runGroup("q", "type", group))).isEqualTo(size);
    if (size > 0) {
      flush(group);
    }
  }

  private void delete(String id) {
    boolean there = waiting.values().stream().anyMatch(ids -> ids.remove(id));
    assertThat(Await.answer(store.inspection().apply("q", TaskAction.DELETE, List.of(id))))
        .isEqualTo(there ? Map.of(id, TaskState.AGGREGATING) : Map.of());
    waiting.values().removeIf(Set::isEmpty);
  }

  private void claim(int most) {
    List<ClaimedTask> taken =
        Await.answer(store.claim(new ClaimRequest("q", "me", most, List.of()))).tasks();
    assertThat(taken).hasSize(Math.min(most, batches.size()));
    List<Transition> done = new ArrayList<>();
    for (ClaimedTask task : taken) {
      Envelope batch = EnvelopeCodec.decode(task.envelope());
      List<BatchCodec.Member> members = BatchCodec.members(batch.payload());
      assertThat(members.stream().map(BatchCodec.Member::id).toList()).isEqualTo(batches.remove(0));
      done.add(new Transition.Acknowledge(task.id(), null));
    }
    assertThat(Await.answer(store.claim(new ClaimRequest("q", "me", 0, done))).refused()).isEmpty();
  }

  private void compare() {
    Map<String, Long> sizes = new TreeMap<>();
    for (GroupInfo group : Await.answer(store.inspection().groups("q", 10))) {
      sizes.put(group.name(), group.size());
    }
    Map<String, Long> expected = new TreeMap<>();
    waiting.forEach((group, ids) -> expected.put(group, (long) ids.size()));
    assertThat(sizes).isEqualTo(expected);
    for (int i = 0; i < 9; i++) {
      String id = "t" + i;
      boolean there = waiting.values().stream().anyMatch(ids -> ids.contains(id));
      assertThat(Await.answer(store.task("q", id)).map(task -> task.maxRetry()).orElse(0))
          .isEqualTo(there ? versions.get(id) : 0);
    }
  }
}
