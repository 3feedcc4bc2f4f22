package io.kronosq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kronosq.inspect.TaskAction;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.Due;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskNotes;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.task.WhenTaken;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do with tasks that may replace the one that holds their lock. */
public abstract class ReplacingContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final WhenTaken REPLACE = new WhenTaken.Replace();
  private static final WhenTaken DEBOUNCE = new WhenTaken.Debounce(null);

  private final String queue = "q-" + UUID.randomUUID();
  private TaskStore store;

  /** Opens the store under test. */
  protected abstract TaskStore open();

  @BeforeEach
  void openStore() {
    store = open();
    Await.answer(store.join(queue, "me", HOUR));
    Await.answer(store.join(queue, "other", HOUR));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static NewTask task(String id, String payload, Due due, WhenTaken whenTaken) {
    UniqueLock lock = new UniqueLock("digest", Unique.Release.ON_SUCCESS);
    Envelope envelope =
        new Envelope(
            "type-" + payload,
            payload.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Instant.EPOCH,
            0,
            Duration.ZERO,
            null,
            Duration.ZERO,
            lock,
            Map.of());
    return new NewTask(
        id,
        false,
        EnvelopeCodec.encode(envelope),
        due,
        new NewTask.Lock("digest", DAY, Unique.Release.ON_SUCCESS, whenTaken));
  }

  private Map<Integer, Encounter> enqueue(NewTask... tasks) {
    return Await.answer(store.enqueue(queue, List.of(tasks)));
  }

  private void replace(String id, String payload, Due due, WhenTaken whenTaken) {
    assertThat(enqueue(task("ignored", payload, due, whenTaken)))
        .isEqualTo(Map.of(0, new Encounter(id, true)));
    assertThat(find("ignored")).isNull();
    assertThat(payloadOf(id)).isEqualTo(payload);
  }

  private TaskInfo find(String id) {
    return Await.answer(store.task(queue, id)).orElse(null);
  }

  private String payloadOf(String id) {
    return new String(find(id).payload(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private Instant dueOf(String id) {
    return find(id).dueAt();
  }

  private List<String> claim(int most, Transition... settled) {
    return Await.answer(store.claim(new ClaimRequest(queue, "me", most, List.of(settled))))
        .tasks()
        .stream()
        .map(ClaimedTask::id)
        .toList();
  }

  private static NewTask plain(String id) {
    return new NewTask(id, false, task(id, id, Due.NOW, REPLACE).envelope(), Due.NOW, null);
  }

  private Instant inRedis(Duration fromNow) {
    return Await.answer(store.claim(new ClaimRequest(queue, "me", 0, List.of())))
        .now()
        .plus(fromNow);
  }

  private void assertDueIn(String id, Duration expected) {
    assertThat(dueOf(id)).isCloseTo(inRedis(expected), within(10, ChronoUnit.SECONDS));
  }

  @Test
  void withoutAHolderATaskIsStoredAsANewOne() {
    assertThat(enqueue(task("a", "1", Due.NOW, REPLACE))).isEmpty();
    assertThat(claim(1)).containsExactly("a");
  }

  @Test
  void aPendingTaskKeepsItsIdAndItsPlace() {
    enqueue(plain("before"), task("a", "1", Due.NOW, REPLACE), plain("after"));
    replace("a", "2", Due.NOW, REPLACE);
    assertThat(find("a").type()).isEqualTo("type-2");
    assertThat(claim(3)).containsExactlyInAnyOrder("before", "a", "after");
    assertThat(claim(1)).isEmpty();
  }

  @Test
  void aScheduledTaskKeepsItsTime() {
    enqueue(task("a", "1", new Due.After(HOUR), REPLACE));
    Instant due = dueOf("a");
    replace("a", "2", Due.NOW, REPLACE);
    assertThat(dueOf("a")).isEqualTo(due);
  }

  @Test
  void aTaskInRetryKeepsItsTimeAndWhatItHasBeenThrough() {
    enqueue(task("a", "1", Due.NOW, REPLACE));
    claim(1);
    claim(0, new Transition.Retry("a", HOUR, new AttemptLog(3, 1, List.of())));
    Instant due = dueOf("a");
    replace("a", "2", Due.NOW, REPLACE);
    replace("a", "3", new Due.After(MINUTE), DEBOUNCE);
    assertThat(find("a").state()).isEqualTo(TaskState.RETRY);
    assertThat(find("a").attempts().retried()).isEqualTo(3);
    assertThat(dueOf("a")).isEqualTo(due);
  }

  @Test
  void whatHandlersToldOfTheEarlierContentIsForgotten() {
    enqueue(task("a", "1", Due.NOW, REPLACE));
    claim(1);
    NewNotes.Progress half = new NewNotes.Progress(0.5, "half way");
    NewNotes told = new NewNotes("a", half, List.of("a line"), new byte[] {1});
    assertThat(Await.answer(store.note(queue, "me", List.of(told)))).isEmpty();
    claim(0, new Transition.Retry("a", Duration.ZERO, new AttemptLog(1, 0, List.of())));
    assertThat(find("a").notes().checkpoint()).isNotNull();
    replace("a", "2", Due.NOW, REPLACE);
    assertThat(find("a").notes()).isEqualTo(TaskNotes.NONE);
    List<ClaimedTask> taken =
        Await.answer(store.claim(new ClaimRequest(queue, "me", 1, List.of()))).tasks();
    assertThat(taken).singleElement().returns(null, ClaimedTask::checkpoint);
  }

  @Test
  void anActiveTaskRefusesASecondOne() {
    enqueue(task("a", "1", Due.NOW, REPLACE));
    claim(1);
    assertThat(enqueue(task("b", "2", Due.NOW, REPLACE)))
        .isEqualTo(Map.of(0, Encounter.refused("a")));
    assertThat(enqueue(task("b", "2", new Due.After(MINUTE), DEBOUNCE)))
        .isEqualTo(Map.of(0, Encounter.refused("a")));
    assertThat(payloadOf("a")).isEqualTo("1");
  }

  @Test
  void anArchivedTaskThatKeepsItsLockRefusesASecondOne() {
    enqueue(task("a", "1", Due.NOW, REPLACE));
    Await.answer(store.inspection().apply(queue, TaskAction.ARCHIVE, List.of("a")));
    assertThat(enqueue(task("b", "2", Due.NOW, REPLACE)))
        .isEqualTo(Map.of(0, Encounter.refused("a")));
    assertThat(payloadOf("a")).isEqualTo("1");
  }

  @Test
  void ofTasksThatComeTogetherTheLastOneCounts() {
    assertThat(
            enqueue(
                task("a", "1", Due.NOW, REPLACE),
                task("b", "2", Due.NOW, REPLACE),
                task("c", "3", Due.NOW, REPLACE)))
        .isEqualTo(Map.of(1, new Encounter("a", true), 2, new Encounter("a", true)));
    assertThat(payloadOf("a")).isEqualTo("3");
    assertThat(claim(9)).containsExactly("a");
  }

  @Test
  void theLockIsReleasedWithTheTaskThatWasReplaced() {
    enqueue(task("a", "1", Due.NOW, REPLACE));
    replace("a", "2", Due.NOW, REPLACE);
    claim(1);
    claim(0, new Transition.Acknowledge("a", new UniqueLock("digest", Unique.Release.ON_SUCCESS)));
    assertThat(enqueue(task("b", "1", Due.NOW, REPLACE))).isEmpty();
  }

  @Test
  void aDebouncedTaskIsDueAfterTheDelayOfTheLastEnqueue() {
    enqueue(task("a", "1", new Due.After(MINUTE), DEBOUNCE));
    replace("a", "2", new Due.After(HOUR), DEBOUNCE);
    assertDueIn("a", HOUR);
    replace("a", "3", new Due.After(MINUTE), DEBOUNCE);
    assertDueIn("a", MINUTE);
  }

  @Test
  void aDebouncedTaskIsNotPutOffForEver() {
    WhenTaken limited = new WhenTaken.Debounce(Duration.ofMinutes(90));
    enqueue(task("a", "1", new Due.After(HOUR), limited));
    replace("a", "2", new Due.After(HOUR.multipliedBy(3)), limited);
    assertDueIn("a", Duration.ofMinutes(90));
  }

  @Test
  void howLongAnEarlierTaskWasPutOffDoesNotCountForTheNextOne() {
    WhenTaken limited = new WhenTaken.Debounce(Duration.ofMillis(1));
    enqueue(task("a", "1", new Due.After(Duration.ofMillis(1)), limited));
    Await.until("the task is taken", () -> claim(1).contains("a"));
    claim(0, new Transition.Acknowledge("a", new UniqueLock("digest", Unique.Release.ON_SUCCESS)));
    enqueue(task("b", "2", new Due.After(MINUTE), DEBOUNCE));
    Instant earliest = inRedis(MINUTE);
    replace("b", "3", new Due.After(HOUR), new WhenTaken.Debounce(MINUTE));
    assertThat(dueOf("b")).isAfterOrEqualTo(earliest);
  }

  @Test
  void aDebouncedTaskThatIsPendingIsPutOffToo() {
    enqueue(plain("before"), task("a", "1", new Due.At(Instant.EPOCH), REPLACE));
    assertThat(claim(1)).containsExactly("before");
    assertThat(find("a").state()).isEqualTo(TaskState.PENDING);
    replace("a", "2", new Due.After(HOUR), DEBOUNCE);
    assertThat(find("a").state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(claim(9)).isEmpty();
    assertThat(Await.answer(store.queue(queue)).pending()).isZero();
    Await.answer(store.inspection().apply(queue, TaskAction.RUN, List.of("a")));
    assertThat(claim(9)).containsExactly("a");
  }

  @Test
  void aPendingTaskThatHasWaitedLongestIsNotPutOffAgain() {
    WhenTaken limited = new WhenTaken.Debounce(Duration.ofMillis(1));
    enqueue(task("a", "1", new Due.After(Duration.ofMillis(1)), limited));
    Await.until("the task is pending", () -> isPending("a"));
    replace("a", "2", new Due.After(HOUR), limited);
    assertThat(find("a").state()).isEqualTo(TaskState.PENDING);
    assertThat(claim(1)).containsExactly("a");
  }

  /** Becomes pending with a claim that has no room for it. */
  private boolean isPending(String id) {
    enqueue(plain(UUID.randomUUID().toString()));
    claim(1);
    return find(id).state() == TaskState.PENDING;
  }
}
