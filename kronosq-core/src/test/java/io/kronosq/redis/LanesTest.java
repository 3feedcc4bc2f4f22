package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.KeyInfo;
import io.kronosq.inspect.TaskAction;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.Encounter;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.InspectStore.Range;
import io.kronosq.store.LimitTarget;
import io.kronosq.store.NewTask;
import io.kronosq.store.RecoveryPolicy;
import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.Due;
import io.kronosq.task.Limits;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever operators and servers do to few ids with and without limit keys in any order, a task is
 * taken only while it is pending, keys keep their caps, and every pending task is taken.
 */
class LanesTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  private static final int STEPS = 1_500;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final ArchiveLimits ARCHIVE = new ArchiveLimits(1_000, HOUR);
  private static final Due PAST = new Due.At(Instant.ofEpochMilli(1));
  private static final Due FUTURE = new Due.After(HOUR);
  private static final List<String> KEYS = List.of("", "a", "a b", "ü", "capped");
  private static final int CAP = 1;

  /** Where each task should stand; a past one becomes pending with the next claim. */
  private final Map<String, TaskState> expected = new TreeMap<>();

  private final Map<String, String> keyOf = new HashMap<>();
  private final Map<String, String> serverOf = new HashMap<>();
  private final Set<String> past = new HashSet<>();
  private String server = "s0";
  private int servers;
  private TaskStore store;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aTaskIsTakenExactlyWhileItIsPendingAndItsKeyHasRoom(long seed) {
    Random random = new Random(seed);
    try (TaskStore open = RedisTaskStore.open(redis.config())) {
      store = open;
      Await.answer(store.join("q", server, HOUR));
      Await.answer(store.limits().set("q", new LimitTarget.Key("capped"), Limits.concurrent(CAP)));
      for (int step = 0; step < STEPS; step++) {
        step(random, "t" + random.nextInt(9));
        if (step % 10 == 0) {
          compare();
        }
      }
      drain();
    }
  }

  private void step(Random random, String id) {
    switch (random.nextInt(15)) {
      case 0, 1, 2 -> enqueue(random, id, Due.NOW, TaskState.PENDING);
      case 3 -> enqueue(random, id, PAST, TaskState.SCHEDULED);
      case 4 -> enqueue(random, id, FUTURE, TaskState.SCHEDULED);
      case 5, 6 -> apply(TaskAction.DELETE, id, null);
      case 7 -> apply(TaskAction.ARCHIVE, id, TaskState.ARCHIVED);
      case 8, 9 -> apply(TaskAction.RUN, id, TaskState.PENDING);
      case 10, 11 -> claim(1 + random.nextInt(3));
      case 12 -> {
        if (random.nextInt(5) == 0) {
          die();
        }
      }
      default -> settle(random, id);
    }
  }

  private void enqueue(Random random, String id, Due due, TaskState state) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    NewTask task = new NewTask(id, true, envelope(key), due, null, key.isEmpty() ? null : key);
    Map<Integer, Encounter> conflicts = Await.answer(store.enqueue("q", List.of(task)));
    assertThat(conflicts.isEmpty()).isEqualTo(!expected.containsKey(id));
    if (conflicts.isEmpty()) {
      keyOf.put(id, key);
      put(id, state);
      if (due.equals(PAST)) {
        past.add(id);
      }
    }
  }

  private static byte[] envelope(String key) {
    return EnvelopeCodec.encode(
        new Envelope(
            "type",
            new byte[0],
            Instant.EPOCH,
            0,
            Duration.ZERO,
            null,
            Duration.ZERO,
            null,
            Map.of(),
            key.isEmpty() ? null : key));
  }

  private void put(String id, TaskState state) {
    past.remove(id);
    if (state == null) {
      expected.remove(id);
    } else {
      expected.put(id, state);
    }
  }

  private void apply(TaskAction action, String id, TaskState after) {
    TaskState before = expected.get(id);
    assertThat(Await.answer(store.inspection().apply("q", action, List.of(id))).get(id))
        .isEqualTo(before);
    if (before != null && action.isFor(before)) {
      put(id, after);
    }
  }

  private List<String> claim(int most, Transition... settled) {
    if (most > 0) {
      Set.copyOf(past).forEach(id -> put(id, TaskState.PENDING));
    }
    List<String> taken =
        Await.answer(store.claim(new ClaimRequest("q", server, most, List.of(settled))))
            .tasks()
            .stream()
            .map(ClaimedTask::id)
            .toList();
    assertThat(taken).hasSize((int) Math.min(most, takeable()));
    for (String id : taken) {
      assertThat(expected).containsEntry(id, TaskState.PENDING);
      put(id, TaskState.ACTIVE);
      serverOf.put(id, server);
    }
    assertThat(count("capped", TaskState.ACTIVE)).isLessThanOrEqualTo(CAP);
    return taken;
  }

  private long takeable() {
    long capped = count("capped", TaskState.PENDING);
    long room = CAP - count("capped", TaskState.ACTIVE);
    return count(TaskState.PENDING) - capped + Math.min(capped, room);
  }

  private void settle(Random random, String id) {
    if (expected.get(id) != TaskState.ACTIVE) {
      return;
    }
    switch (random.nextInt(6)) {
      case 0 -> settle(new Transition.Acknowledge(id, null), null);
      case 1 -> settle(new Transition.Return(id), TaskState.PENDING);
      case 2 -> settle(new Transition.Retry(id, HOUR, AttemptLog.NONE), TaskState.RETRY);
      case 3 -> settle(new Transition.Postpone(id, HOUR), TaskState.SCHEDULED);
      case 4 -> settle(new Transition.Retain(id, null, new byte[0], HOUR), TaskState.COMPLETED);
      default ->
          settle(new Transition.Archive(id, null, AttemptLog.NONE, ARCHIVE), TaskState.ARCHIVED);
    }
  }

  private void settle(Transition outcome, TaskState after) {
    Await.answer(store.claim(new ClaimRequest("q", "stranger", 0, List.of(outcome))));
    claim(0, outcome);
    // What was stored is refused the second time, and changes nothing.
    claim(0, outcome);
    put(outcome.id(), after);
  }

  /** The server dies, and what it held becomes pending. */
  private void die() {
    redis.command("ZADD", "kronosq:{q}:s", "1", server);
    String dead = server;
    server = "s" + ++servers;
    Await.answer(store.join("q", server, HOUR));
    RecoveryPolicy policy = new RecoveryPolicy(1_000, 3, ARCHIVE);
    assertThat(Await.answer(store.recover("q", dead, policy)).more()).isFalse();
    Map.copyOf(expected)
        .forEach(
            (id, state) -> {
              if (state == TaskState.ACTIVE) {
                put(id, TaskState.PENDING);
              }
            });
  }

  private long count(TaskState state) {
    return expected.values().stream().filter(state::equals).count();
  }

  private long count(String key, TaskState state) {
    return expected.entrySet().stream()
        .filter(entry -> entry.getValue() == state && key.equals(keyOf.get(entry.getKey())))
        .count();
  }

  private void compare() {
    Map<String, TaskState> found = new TreeMap<>();
    for (int i = 0; i < 9; i++) {
      Await.answer(store.task("q", "t" + i))
          .ifPresent(task -> found.put(task.ref().id(), task.state()));
    }
    assertThat(found).isEqualTo(expected);
    assertThat(Await.answer(store.queue("q")).pending()).isEqualTo(count(TaskState.PENDING));
    for (TaskState state : TaskState.values()) {
      Set<String> listed =
          Await.answer(store.inspection().list("q", state, new Range(null, null), 1_000))
              .entries()
              .stream()
              .map(entry -> entry.task())
              .filter(Objects::nonNull)
              .map(TaskInfo::ref)
              .map(ref -> ref.id())
              .collect(Collectors.toSet());
      assertThat(listed).hasSize((int) count(state));
      assertThat(listed).allMatch(id -> expected.get(id) == state);
    }
    for (KeyInfo key : Await.answer(store.limits().keys("q", null, 100))) {
      assertThat(key.active()).isEqualTo(count(key.key(), TaskState.ACTIVE));
      assertThat(key.pending()).isLessThanOrEqualTo(count(key.key(), TaskState.PENDING));
    }
  }

  private void drain() {
    long before;
    do {
      before = takeable();
      for (String id : claim(100)) {
        settle(new Transition.Acknowledge(id, null), null);
      }
    } while (before > 0 || !past.isEmpty());
    Map.copyOf(expected).keySet().stream()
        .filter(id -> expected.get(id) == TaskState.ACTIVE)
        .forEach(id -> settle(new Transition.Acknowledge(id, null), null));
    while (count(TaskState.PENDING) > 0) {
      claim(100).forEach(id -> settle(new Transition.Acknowledge(id, null), null));
    }
    claim(1);
    compare();
    assertThat(redis.number("EXISTS", key("p"), key("g"), key("l"), key("n"), key("b"))).isZero();
    Map.copyOf(expected).keySet().forEach(id -> apply(TaskAction.DELETE, id, null));
    assertThat(redis.number("EXISTS", key("m"), key("i"))).isZero();
  }

  private static String key(String end) {
    return "kronosq:{q}:" + end;
  }
}
