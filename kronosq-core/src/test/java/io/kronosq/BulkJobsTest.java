package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkJob.Status;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.store.JobPlan;
import io.kronosq.store.JobStore;
import io.kronosq.store.JobStore.Next;
import io.kronosq.store.JobStore.Passed;
import io.kronosq.store.JobStore.Portion;
import io.kronosq.task.Aggregation;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.LeastRights;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BulkJobsTest {
  private static final int COUNT = 2_000;
  private static final Duration SHORT = Duration.ofMillis(50);

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness harness = new EngineHarness(() -> LeastRights.on(redis));

  private List<String> enqueue(int count, EnqueueOption... options) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(Task.of(i % 2 == 0 ? "even" : "odd", new byte[0]));
    }
    return harness.client().enqueueAll(tasks, options).stream().map(TaskRef::id).toList();
  }

  private BulkJobs jobs() {
    return harness.inspector().jobs();
  }

  private JobStore store() {
    return harness.store().jobs();
  }

  private void startRunner() {
    harness.closing(BulkRunner.start(harness.store()));
  }

  private static BulkRequest request(TaskAction action, TaskState state, TaskFilter filter) {
    return new BulkRequest(action, "default", state, filter, false, "ann");
  }

  private static BulkRequest count(TaskAction action, TaskState state, TaskFilter filter) {
    return new BulkRequest(action, "default", state, filter, true, "ann");
  }

  private BulkJob awaitStatus(String id, Status status) {
    Await.until("the job is " + status, () -> jobs().get(id).orElseThrow().status() == status);
    return jobs().get(id).orElseThrow();
  }

  private BulkJob run(TaskAction action, TaskState state) {
    return awaitStatus(jobs().start(request(action, state, TaskFilter.ALL)).id(), Status.DONE);
  }

  private static <T> T await(CompletionStage<T> call) {
    return call.toCompletableFuture().join();
  }

  @Test
  void aJobDoesWhatMatchesAndTellsHowMuch() {
    enqueue(COUNT);
    TaskFilter odd =
        TaskFilter.ALL
            .withType("od*")
            .withEnqueuedAfter(Instant.EPOCH)
            .withEnqueuedBefore(Instant.parse("2999-01-01T00:00:00Z"));
    BulkRequest request = request(TaskAction.DELETE, TaskState.PENDING, odd);
    BulkJob started = jobs().start(request);
    assertThat(started.status()).isEqualTo(Status.QUEUED);
    assertThat(started.request()).isEqualTo(request);
    assertThat(started.progress()).isEqualTo(new BulkProgress(COUNT, 0, 0, 0, 0, false));
    startRunner();
    BulkJob done = awaitStatus(started.id(), Status.DONE);
    assertThat(done.progress())
        .isEqualTo(new BulkProgress(COUNT, COUNT, COUNT / 2, COUNT / 2, 0, false));
    assertThat(done.endedAt()).isNotNull().isAfterOrEqualTo(done.startedAt());
    assertThat(done.error()).isNull();
    assertThat(harness.inspector().queue("default").pending()).isEqualTo(COUNT / 2);
    assertThat(jobs().list()).containsExactly(done);
  }

  @Test
  void aCountOfAllIsDoneAtOnceAndAFilteredOneByARunner() {
    enqueue(COUNT);
    BulkJob all = jobs().start(count(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL));
    assertThat(all.status()).isEqualTo(Status.DONE);
    assertThat(all.progress().matched()).isEqualTo(COUNT);
    startRunner();
    TaskFilter odd = TaskFilter.ALL.withType("odd");
    BulkJob some = jobs().start(count(TaskAction.DELETE, TaskState.PENDING, odd));
    assertThat(awaitStatus(some.id(), Status.DONE).progress())
        .isEqualTo(new BulkProgress(COUNT, COUNT, COUNT / 2, 0, 0, false));
    assertThat(harness.inspector().queue("default").pending()).isEqualTo(COUNT);
  }

  @Test
  void everyActionWorksOverEveryStateItIsFor() {
    startRunner();
    enqueue(600, EnqueueOption.delay(Duration.ofHours(1)));
    assertThat(run(TaskAction.ARCHIVE, TaskState.SCHEDULED).progress().changed()).isEqualTo(600);
    assertThat(run(TaskAction.RETRY, TaskState.ARCHIVED).progress().changed()).isEqualTo(600);
    assertThat(run(TaskAction.ARCHIVE, TaskState.PENDING).progress().changed()).isEqualTo(600);
    assertThat(run(TaskAction.RUN, TaskState.ARCHIVED).progress().changed()).isEqualTo(600);
    assertThat(run(TaskAction.DELETE, TaskState.PENDING).progress().changed()).isEqualTo(600);
    assertThat(harness.inspector().queue("default").size()).isZero();
  }

  @Test
  void tasksInGroupsAreDeletedAndActiveOnesCancelled() {
    startRunner();
    harness
        .client()
        .enqueueAll(
            List.of(Task.of("a", new byte[0]), Task.of("b", new byte[0])),
            EnqueueOption.group("g", Aggregation.DEFAULT));
    assertThat(run(TaskAction.DELETE, TaskState.AGGREGATING).progress().changed()).isEqualTo(2);
    CountDownLatch running = new CountDownLatch(1);
    harness.start(
        harness.server(
            new TaskRouter()
                .handle(
                    "even",
                    context -> {
                      running.countDown();
                      new CountDownLatch(1).await();
                    })));
    String id = enqueue(1, EnqueueOption.maxRetry(0)).get(0);
    Await.signal(running);
    assertThat(run(TaskAction.CANCEL, TaskState.ACTIVE).progress().changed()).isEqualTo(1);
    Await.until(
        "it is archived",
        () -> harness.inspector().task("default", id).orElseThrow().state() == TaskState.ARCHIVED);
  }

  /** What a runner did before it died: taken, and some portions passed, with nothing saved. */
  private String halfDone(int portions) {
    String id = jobs().start(request(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL)).id();
    assertThat(await(store().take(id, "dead", SHORT))).isTrue();
    JobPlan plan = await(store().plan(id)).orElseThrow();
    TaskScan scan = new TaskScan(harness.store(), plan.request().query(), TaskAction.DELETE);
    Passed at = await(store().passed("default", id));
    for (int i = 0; i < portions; i++) {
      Portion portion =
          scan.next("default", plan.partitions().get("default"), at.at(), at.scanned()).get(0);
      at = await(store().pass("default", id, portion)).orElseThrow();
    }
    return id;
  }

  @Test
  void anotherRunnerGoesOnWhereOneDiedAndCountsEachTaskOnce() {
    enqueue(COUNT);
    String id = halfDone(3);
    long left = harness.inspector().queue("default").pending();
    assertThat(left).isLessThan(COUNT).isPositive();
    assertThat(jobs().get(id).orElseThrow().status()).isEqualTo(Status.RUNNING);
    startRunner();
    assertThat(awaitStatus(id, Status.DONE).progress())
        .isEqualTo(new BulkProgress(COUNT, COUNT, COUNT, COUNT, 0, false));
    assertThat(harness.inspector().queue("default").pending()).isZero();
  }

  @Test
  void whatWasPassedIsNotDoneAgainWhoeverAsks() {
    enqueue(COUNT);
    String id = halfDone(1);
    List<String> again = enqueue(1);
    Portion late = new Portion(null, "0:1:x", 1, again, TaskState.PENDING, TaskAction.DELETE);
    assertThat(await(store().pass("default", id, late))).isEmpty();
    Portion lateCount = new Portion(null, "0:1:x", 1, again, TaskState.PENDING, null);
    assertThat(await(store().pass("default", id, lateCount))).isEmpty();
    assertThat(harness.inspector().task("default", again.get(0))).isPresent();
  }

  @Test
  void aRunnerWhoseLeaseEndedStoresNothingMore() {
    enqueue(COUNT);
    String id = halfDone(1);
    Await.until("the lease ended", () -> await(store().waiting()).contains(id));
    assertThat(await(store().take(id, "next", Duration.ofHours(1)))).isTrue();
    assertThat(await(store().take(id, "third", Duration.ofHours(1)))).isFalse();
    BulkProgress wrong = new BulkProgress(COUNT, 7, 7, 7, 7, false);
    assertThat(await(store().save(id, "dead", wrong, new Next(Status.DONE, SHORT, null))))
        .isFalse();
    assertThat(jobs().get(id).orElseThrow().progress().scanned()).isZero();
    assertThat(jobs().get(id).orElseThrow().status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void aCancelledJobStopsAndGoesOnWhenItIsResumed() {
    enqueue(COUNT);
    String id = halfDone(2);
    assertThat(jobs().open()).extracting(BulkJob::id).containsExactly(id);
    assertThat(jobs().remove(id)).isFalse();
    assertThat(jobs().cancel(id)).isTrue();
    assertThat(jobs().open()).isEmpty();
    assertThat(jobs().cancel(id)).isFalse();
    BulkProgress sofar = new BulkProgress(COUNT, 500, 500, 500, 0, false);
    assertThat(await(store().save(id, "dead", sofar, new Next(Status.RUNNING, SHORT, null))))
        .isFalse();
    BulkJob cancelled = jobs().get(id).orElseThrow();
    assertThat(cancelled.status()).isEqualTo(Status.CANCELLED);
    assertThat(cancelled.endedAt()).isNotNull();
    assertThat(cancelled.progress().changed()).isEqualTo(500);
    startRunner();
    assertThat(jobs().resume(id)).isTrue();
    assertThat(awaitStatus(id, Status.DONE).progress())
        .isEqualTo(new BulkProgress(COUNT, COUNT, COUNT, COUNT, 0, false));
    assertThat(jobs().resume(id)).isFalse();
  }

  @Test
  void aRunnerThatClosesGivesItsJobBackAtOnce() {
    enqueue(20_000);
    BulkRunner first = BulkRunner.start(harness.store());
    String id = jobs().start(request(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL)).id();
    Await.until("it is at it", () -> harness.inspector().queue("default").pending() < 19_000);
    first.close();
    BulkJob between = jobs().get(id).orElseThrow();
    assertThat(between.status()).isEqualTo(Status.QUEUED);
    assertThat(between.progress().changed())
        .isEqualTo(20_000 - harness.inspector().queue("default").pending());
    startRunner();
    assertThat(awaitStatus(id, Status.DONE).progress().changed()).isEqualTo(20_000);
  }

  @Test
  void aJobEndsThoughTasksKeepComingAndLeavesThoseAlone() {
    enqueue(COUNT);
    BulkJob job = jobs().start(request(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL));
    enqueue(300);
    startRunner();
    assertThat(awaitStatus(job.id(), Status.DONE).progress().changed()).isEqualTo(COUNT);
    assertThat(harness.inspector().queue("default").pending()).isEqualTo(300);
  }

  @Test
  void tasksThatWentElsewhereAreRefused() {
    List<String> ids = enqueue(2, EnqueueOption.delay(Duration.ofHours(1)));
    BulkJob job = jobs().start(request(TaskAction.ARCHIVE, TaskState.SCHEDULED, TaskFilter.ALL));
    Portion portion = new Portion(null, "1:x", 2, ids, TaskState.SCHEDULED, TaskAction.ARCHIVE);
    harness.inspector().runTask("default", ids.get(0));
    Passed passed = await(store().pass("default", job.id(), portion)).orElseThrow();
    assertThat(passed).isEqualTo(new Passed("1:x", 2, 2, 1, 1));
    assertThat(harness.inspector().task("default", ids.get(0)).orElseThrow().state())
        .isEqualTo(TaskState.PENDING);
  }

  @Test
  void onlyTheLatestJobsAreKeptAndThoseThatAreOpen() {
    enqueue(1);
    BulkJob open = jobs().start(request(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL));
    for (int i = 0; i < JobStore.MOST + 5; i++) {
      jobs().start(count(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL));
    }
    List<BulkJob> kept = jobs().list();
    assertThat(kept).hasSize(JobStore.MOST + 1).contains(open);
    assertThat(jobs().remove(kept.get(0).id())).isTrue();
    assertThat(jobs().get(kept.get(0).id())).isEmpty();
    assertThat(jobs().remove(kept.get(0).id())).isFalse();
  }

  @Test
  void aJobOfAnotherVersionIsLeftOutAndLeftAlone() {
    enqueue(1);
    BulkJob job = jobs().start(request(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL));
    BulkJob other = jobs().start(request(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL));
    redis.command("HSET", "kronosq:{/jobs}:j:" + other.id(), "plan", "new");
    startRunner();
    awaitStatus(job.id(), Status.DONE);
    assertThat(jobs().list()).extracting(BulkJob::id).containsExactly(job.id());
  }

  @Test
  void anActionOnAStateThatItIsNotForIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request(TaskAction.RETRY, TaskState.PENDING, TaskFilter.ALL))
        .withMessageContaining("PENDING");
  }
}
