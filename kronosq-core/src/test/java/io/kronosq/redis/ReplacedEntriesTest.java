package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.TaskAction;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.Encounter;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.InspectStore.Range;
import io.kronosq.store.NewTask;
import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import io.kronosq.store.UniqueLock;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.Due;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.task.WhenTaken;
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
 * Whatever is done to few tasks with unique locks in any order, a new one replaces exactly those
 * that wait: the task is taken with what was enqueued last, and never twice.
 */
class ReplacedEntriesTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  private static final int STEPS = 1_500;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Due PAST = new Due.At(Instant.ofEpochMilli(1));
  private static final Due FUTURE = new Due.After(HOUR);
  private static final WhenTaken REPLACE = new WhenTaken.Replace();
  private static final WhenTaken DEBOUNCE = new WhenTaken.Debounce(null);
  private static final Set<TaskState> WAITING =
      Set.of(TaskState.PENDING, TaskState.SCHEDULED, TaskState.RETRY);
  private static final ArchiveLimits LIMITS = new ArchiveLimits(1_000, HOUR);

  /** Where each task should stand; a past one becomes pending with the next claim. */
  private final Map<String, TaskState> expected = new TreeMap<>();

  private final Set<String> past = new HashSet<>();

  /** What was enqueued last for each task, as its number of retries. */
  private final Map<String, Integer> versions = new HashMap<>();

  private final Set<String> locked = new HashSet<>();
  private int version;
  private TaskStore store;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aNewTaskReplacesExactlyThoseThatWait(long seed) {
    Random random = new Random(seed);
    try (TaskStore open = RedisTaskStore.open(redis.config())) {
      store = open;
      Await.answer(store.join("q", "me", HOUR));
      for (int step = 0; step < STEPS; step++) {
        step(random, "t" + random.nextInt(7));
        if (step % 10 == 0) {
          compare();
        }
      }
      drain();
    }
  }

  private void step(Random random, String id) {
    switch (random.nextInt(12)) {
      case 0, 1 -> enqueue(id, Due.NOW, TaskState.PENDING, REPLACE);
      case 2 -> enqueue(id, PAST, TaskState.SCHEDULED, REPLACE);
      case 3, 4 -> enqueue(id, FUTURE, TaskState.SCHEDULED, DEBOUNCE);
      case 5 -> apply(TaskAction.DELETE, id, null);
      case 6 -> apply(TaskAction.ARCHIVE, id, TaskState.ARCHIVED);
      case 7 -> apply(TaskAction.RUN, id, TaskState.PENDING);
      case 8, 9 -> claim(1 + random.nextInt(2));
      default -> settle(random, id);
    }
  }

  private void enqueue(String id, Due due, TaskState state, WhenTaken whenTaken) {
    version++;
    Map<Integer, Encounter> met =
        Await.answer(store.enqueue("q", List.of(task(id, version, due, whenTaken))));
    TaskState stood = expected.get(id);
    if (stood == null) {
      assertThat(met).isEmpty();
      versions.put(id, version);
      locked.add(id);
      put(id, state);
      if (due.equals(PAST)) {
        past.add(id);
      }
      return;
    }
    boolean replaced = locked.contains(id) && WAITING.contains(stood);
    assertThat(met).isEqualTo(Map.of(0, new Encounter(id, replaced)));
    if (replaced) {
      versions.put(id, version);
      if (whenTaken.equals(DEBOUNCE) && stood != TaskState.RETRY) {
        put(id, TaskState.SCHEDULED);
      }
    }
  }

  private static NewTask task(String id, int version, Due due, WhenTaken whenTaken) {
    Envelope envelope =
        new Envelope(
            "type",
            new byte[0],
            Instant.EPOCH,
            version,
            Duration.ZERO,
            null,
            Duration.ZERO,
            lock(id),
            Map.of());
    return new NewTask(
        id,
        true,
        EnvelopeCodec.encode(envelope),
        due,
        new NewTask.Lock(id, HOUR, Unique.Release.ON_FINISH, whenTaken));
  }

  private static UniqueLock lock(String id) {
    return new UniqueLock(id, Unique.Release.ON_FINISH);
  }

  private void put(String id, TaskState state) {
    past.remove(id);
    if (state == null || state == TaskState.ARCHIVED) {
      locked.remove(id);
    }
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
    List<ClaimedTask> tasks =
        Await.answer(store.claim(new ClaimRequest("q", "me", most, List.of(settled)))).tasks();
    List<String> taken = tasks.stream().map(ClaimedTask::id).toList();
    assertThat(taken).hasSize((int) Math.min(most, count(TaskState.PENDING)));
    for (ClaimedTask task : tasks) {
      assertThat(EnvelopeCodec.decode(task.envelope()).maxRetry())
          .isEqualTo(versions.get(task.id()));
    }
    for (String id : taken) {
      assertThat(expected).containsEntry(id, TaskState.PENDING);
      put(id, TaskState.ACTIVE);
    }
    return taken;
  }

  private void settle(Random random, String id) {
    if (expected.get(id) != TaskState.ACTIVE) {
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> {
        claim(0, new Transition.Acknowledge(id, lock(id)));
        put(id, null);
      }
      case 1 -> {
        claim(0, new Transition.Return(id));
        put(id, TaskState.PENDING);
      }
      case 2 -> {
        claim(0, new Transition.Retry(id, HOUR, AttemptLog.NONE));
        put(id, TaskState.RETRY);
      }
      default -> {
        claim(0, new Transition.Archive(id, lock(id), AttemptLog.NONE, LIMITS));
        put(id, TaskState.ARCHIVED);
      }
    }
  }

  private long count(TaskState state) {
    return expected.values().stream().filter(state::equals).count();
  }

  private void compare() {
    Map<String, TaskState> found = new TreeMap<>();
    for (int i = 0; i < 7; i++) {
      Await.answer(store.task("q", "t" + i))
          .ifPresent(
              task -> {
                found.put(task.ref().id(), task.state());
                assertThat(task.maxRetry()).isEqualTo(versions.get(task.ref().id()));
              });
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
  }

  private void drain() {
    while (count(TaskState.PENDING) + past.size() > 0) {
      claim(100);
    }
    claim(1);
    compare();
    assertThat(redis.number("EXISTS", "kronosq:{q}:p", "kronosq:{q}:g")).isZero();
    assertThat(redis.number("HLEN", "kronosq:{q}:m")).isEqualTo(expected.size());
  }
}
