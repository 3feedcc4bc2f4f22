package io.kronosq.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.handler.CancelCause;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryLaterException;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskHandler;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.Transition;
import io.kronosq.store.UniqueLock;
import io.kronosq.task.Attempt;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.PayloadException;
import io.kronosq.task.TaskError;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.worker.Outcome.Kind;
import io.kronosq.worker.ServerSettings.FailureSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomePolicyTest {
  private static final ArchiveLimits LIMITS = new ArchiveLimits(7, Duration.ofDays(7));
  private static final Duration UNKNOWN_TYPE_DELAY = Duration.ofSeconds(9);
  private static final HandlerOptions FIXED =
      HandlerOptions.DEFAULT.withRetryPolicy(RetryPolicy.fixed(Duration.ofSeconds(5)));
  private static final TaskHandler FAILS =
      context -> {
        throw new IllegalStateException("broken");
      };

  private final TestRuns runs =
      new TestRuns(new OutcomePolicy(new FailureSettings(3, 2, LIMITS, UNKNOWN_TYPE_DELAY)));

  /** On a thread of its own, whose stack is as short as a worker's. */
  private static Outcome outcomeOf(TaskRun run) {
    Await.answer(CompletableFuture.runAsync(run, action -> new Thread(action).start()));
    return run.outcome();
  }

  private Outcome cancelledBy(CancelCause cause, Exception thrown) {
    AtomicReference<TaskRun> self = new AtomicReference<>();
    runs.handler(
        context -> {
          self.get().cancel(cause);
          throw thrown;
        },
        FIXED);
    self.set(runs.run());
    return outcomeOf(self.get());
  }

  private static Transition.Archive archived(Outcome outcome) {
    assertThat(outcome.kind()).isEqualTo(Kind.ARCHIVED);
    return (Transition.Archive) outcome.transition();
  }

  private static Transition.Retry retried(Outcome outcome) {
    assertThat(outcome.kind()).isEqualTo(Kind.RETRIED);
    return (Transition.Retry) outcome.transition();
  }

  private static Attempt last(AttemptLog log) {
    return log.attempts().get(log.attempts().size() - 1);
  }

  @Test
  void aHandlerThatReturnsIsAcknowledged() {
    Outcome outcome = outcomeOf(runs.handler(context -> {}).run());
    assertThat(outcome)
        .isEqualTo(new Outcome(Kind.SUCCEEDED, new Transition.Acknowledge("id", null), null));
  }

  @Test
  void aTaskWithRetentionIsKeptWithItsResult() {
    runs.handler(
        context -> {
          context.result("first");
          context.result("second");
        });
    Outcome outcome = outcomeOf(runs.retention(Duration.ofHours(1)).run());
    Transition.Retain retain = (Transition.Retain) outcome.transition();
    assertThat(outcome.kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(retain.result()).isEqualTo("second".getBytes(UTF_8));
    assertThat(retain.retention()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aTaskWithRetentionButWithoutResultIsKeptToo() {
    Outcome outcome = outcomeOf(runs.handler(context -> {}).retention(Duration.ofHours(1)).run());
    assertThat(((Transition.Retain) outcome.transition()).result()).isEmpty();
  }

  @Test
  void aResultWithoutRetentionIsDropped() {
    Outcome outcome = outcomeOf(runs.handler(context -> context.result("r")).run());
    assertThat(outcome.transition()).isEqualTo(new Transition.Acknowledge("id", null));
  }

  @ParameterizedTest
  @EnumSource
  void successReleasesTheLockUnlessItGoesOnExpiryOnly(Unique.Release release) {
    UniqueLock expected =
        release == Unique.Release.ON_EXPIRY ? null : new UniqueLock("digest", release);
    runs.handler(context -> {}).lock(release);
    assertThat(outcomeOf(runs.run()).transition())
        .isEqualTo(new Transition.Acknowledge("id", expected));
    runs.retention(Duration.ofHours(1));
    assertThat(((Transition.Retain) outcomeOf(runs.run()).transition()).releases())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void archivingReleasesTheLockThatGoesOnFinishOnly(Unique.Release release) {
    UniqueLock expected =
        release == Unique.Release.ON_FINISH ? new UniqueLock("digest", release) : null;
    Transition.Archive archive =
        archived(outcomeOf(runs.handler(FAILS).maxRetry(0).lock(release).run()));
    assertThat(archive.releases()).isEqualTo(expected);
  }

  @Test
  void aFailureSpendsARetryAndIsRemembered() {
    AttemptLog before =
        AttemptLog.NONE.with(
            new Attempt(
                TestRuns.NOW, Attempt.Kind.FAILED, "other", new TaskError("c", "earlier", "")),
            true,
            9);
    Outcome outcome = outcomeOf(runs.handler(FAILS, FIXED).log(before).run());
    Transition.Retry retry = retried(outcome);
    assertThat(retry.delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(retry.log().retried()).isEqualTo(2);
    assertThat(retry.log().attempts())
        .extracting(a -> a.error().message())
        .containsExactly("earlier", "broken");
    Attempt attempt = last(retry.log());
    assertThat(attempt.kind()).isEqualTo(Attempt.Kind.FAILED);
    assertThat(attempt.server()).isEqualTo("server");
    assertThat(attempt.at()).isEqualTo(TestRuns.NOW);
    assertThat(attempt.error().stack()).contains("OutcomePolicyTest");
    assertThat(outcome.error()).isEqualTo(attempt.error());
  }

  @Test
  void theHistoryIsBounded() {
    AttemptLog log = AttemptLog.NONE;
    for (int i = 0; i < 2; i++) {
      Attempt attempt =
          new Attempt(TestRuns.NOW, Attempt.Kind.FAILED, "s", new TaskError("c", "m" + i, ""));
      log = log.with(attempt, true, 9);
    }
    Transition.Retry retry = retried(outcomeOf(runs.handler(FAILS, FIXED).log(log).run()));
    assertThat(retry.log().attempts())
        .extracting(a -> a.error().message())
        .containsExactly("m1", "broken");
  }

  @Test
  void theRetryPolicyHearsOfTheRetriesSpentAndOfTheFailure() {
    AtomicReference<String> heard = new AtomicReference<>();
    RetryPolicy policy =
        (retried, failure) -> {
          heard.set(retried + " " + failure.getMessage());
          return Duration.ofSeconds(1);
        };
    runs.handler(FAILS, HandlerOptions.DEFAULT.withRetryPolicy(policy));
    runs.log(new AttemptLog(2, 0, List.of())).run().run();
    assertThat(heard).hasValue("2 broken");
  }

  @Test
  void aTaskWithoutRetriesLeftIsArchived() {
    Transition.Archive archive =
        archived(outcomeOf(runs.handler(FAILS, FIXED).log(new AttemptLog(3, 0, List.of())).run()));
    assertThat(archive.limits()).isEqualTo(LIMITS);
    assertThat(archive.log().retried()).isEqualTo(3);
    assertThat(last(archive.log()).error().message()).isEqualTo("broken");
  }

  @Test
  void theLastRetryIsGiven() {
    retried(outcomeOf(runs.handler(FAILS, FIXED).log(new AttemptLog(2, 0, List.of())).run()));
  }

  @Test
  void crashesDoNotCountAsRetries() {
    retried(outcomeOf(runs.handler(FAILS, FIXED).log(new AttemptLog(0, 9, List.of())).run()));
  }

  @Test
  void skipRetryArchivesAtOnce() {
    runs.handler(
        context -> {
          throw new SkipRetryException("useless");
        });
    Transition.Archive archive = archived(outcomeOf(runs.run()));
    assertThat(last(archive.log()).error().message()).isEqualTo("useless");
    assertThat(archive.log().retried()).isZero();
  }

  @Test
  void aPayloadThatCannotBeReadArchivesAtOnce() {
    archived(outcomeOf(runs.handler(context -> context.payload(Integer.class)).run()));
    runs.handler(
        context -> {
          throw new PayloadException("not ours");
        });
    archived(outcomeOf(runs.run()));
  }

  @Test
  void anEnvelopeThatCannotBeReadArchivesAtOnce() {
    Transition.Archive archive =
        archived(outcomeOf(runs.handler(context -> {}).run(new byte[] {1, 2, 3})));
    assertThat(archive.releases()).isNull();
    assertThat(runs.started).isEmpty();
  }

  @Test
  void retryLaterChoosesTheDelayAndSpendsARetry() {
    runs.handler(
        context -> {
          throw new RetryLaterException(Duration.ofMinutes(7));
        },
        FIXED);
    Transition.Retry retry = retried(outcomeOf(runs.run()));
    assertThat(retry.delay()).isEqualTo(Duration.ofMinutes(7));
    assertThat(retry.log().retried()).isEqualTo(1);
    archived(outcomeOf(runs.maxRetry(0).run()));
  }

  @Test
  void whatDoesNotCountAsAFailurePostponesWithoutSpendingARetry() {
    HandlerOptions options = FIXED.withFailurePredicate(e -> !(e instanceof IllegalStateException));
    Transition.Retry retry = retried(outcomeOf(runs.handler(FAILS, options).maxRetry(0).run()));
    assertThat(retry.delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(retry.log().retried()).isZero();
    assertThat(last(retry.log()).kind()).isEqualTo(Attempt.Kind.POSTPONED);
  }

  @Test
  void anAttemptThatWouldStartAfterTheDeadlineIsNotWaitedFor() {
    runs.handler(FAILS, FIXED);
    retried(outcomeOf(runs.deadline(TestRuns.NOW.plusSeconds(5)).run()));
    archived(outcomeOf(runs.deadline(TestRuns.NOW.plusMillis(4_999)).run()));
  }

  @Test
  void aTaskWhoseDeadlineHasPassedIsArchivedWithoutRunning() {
    runs.handler(FAILS).deadline(TestRuns.NOW.minusMillis(1));
    Transition.Archive archive = archived(outcomeOf(runs.run()));
    assertThat(last(archive.log()).kind()).isEqualTo(Attempt.Kind.TIMED_OUT);
    assertThat(last(archive.log()).error().message()).contains("deadline");
    assertThat(runs.started).isEmpty();
  }

  @Test
  void anUnknownTypeIsLeftToOthersWithoutSpendingARetry() {
    Outcome outcome = outcomeOf(runs.handler(FAILS).maxRetry(0).run("unknown"));
    assertThat(outcome.kind()).isEqualTo(Kind.UNHANDLED);
    assertThat(outcome.transition()).isEqualTo(new Transition.Postpone("id", UNKNOWN_TYPE_DELAY));
  }

  @Test
  void aTimeoutSpendsARetryAndNamesItsCause() {
    InterruptedException interrupt = new InterruptedException("in the handler");
    Transition.Retry retry = retried(cancelledBy(CancelCause.TIMEOUT, interrupt));
    assertThat(retry.log().retried()).isEqualTo(1);
    assertThat(last(retry.log()).kind()).isEqualTo(Attempt.Kind.TIMED_OUT);
    assertThat(last(retry.log()).error().stack()).contains("in the handler");
    runs.maxRetry(0);
    archived(cancelledBy(CancelCause.TIMEOUT, interrupt));
  }

  @Test
  void aMissedDeadlineArchives() {
    Transition.Archive archive =
        archived(cancelledBy(CancelCause.DEADLINE, new InterruptedException()));
    assertThat(last(archive.log()).kind()).isEqualTo(Attempt.Kind.TIMED_OUT);
  }

  @Test
  void anOperatorsCancellationArchives() {
    Transition.Archive archive =
        archived(cancelledBy(CancelCause.OPERATOR, new InterruptedException()));
    assertThat(last(archive.log()).kind()).isEqualTo(Attempt.Kind.CANCELLED);
    assertThat(archive.log().retried()).isZero();
  }

  @Test
  void aShutdownReturnsTheTaskWithoutSpendingARetry() {
    assertThat(cancelledBy(CancelCause.SHUTDOWN, new InterruptedException()))
        .isEqualTo(new Outcome(Kind.RETURNED, new Transition.Return("id"), null));
  }

  @Test
  void aLostLeaseDropsTheOutcome() {
    assertThat(cancelledBy(CancelCause.LEASE_LOST, new InterruptedException()))
        .isEqualTo(new Outcome(Kind.DROPPED, null, null));
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatSucceedsDespiteItsCancellationHasSucceeded(CancelCause cause) {
    AtomicReference<TaskRun> self = new AtomicReference<>();
    runs.handler(context -> self.get().cancel(cause));
    self.set(runs.run());
    assertThat(outcomeOf(self.get()).kind()).isEqualTo(Kind.SUCCEEDED);
  }

  @Test
  void aBrokenRetryPolicyCostsNoTask() {
    RetryPolicy broken =
        (retried, failure) -> {
          throw new ArithmeticException("policy");
        };
    runs.handler(FAILS, HandlerOptions.DEFAULT.withRetryPolicy(broken));
    Transition.Retry retry = retried(outcomeOf(runs.run()));
    assertThat(retry.delay()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(44));
    assertThat(last(retry.log()).error().message()).isEqualTo("broken");
    assertThat(last(retry.log()).error().stack()).contains("policy");
  }

  @Test
  void aRetryPolicyWithoutAnswerCostsNoTask() {
    runs.handler(FAILS, HandlerOptions.DEFAULT.withRetryPolicy((retried, failure) -> null));
    assertThat(retried(outcomeOf(runs.run())).delay()).isPositive();
  }

  @Test
  void aBrokenFailurePredicateCostsNoTask() {
    runs.handler(
        FAILS,
        HandlerOptions.DEFAULT.withFailurePredicate(
            failure -> {
              throw new ArithmeticException("predicate");
            }));
    assertThat(retried(outcomeOf(runs.run())).log().retried()).isEqualTo(1);
  }

  @Test
  void aNegativeDelayOfAPolicyMeansAtOnce() {
    RetryPolicy negative = (retried, failure) -> Duration.ofSeconds(-5);
    runs.handler(FAILS, HandlerOptions.DEFAULT.withRetryPolicy(negative));
    assertThat(retried(outcomeOf(runs.run())).delay()).isEqualTo(Duration.ZERO);
  }

  @Test
  void anErrorOfTheHandlerIsAFailureLikeOthers() {
    runs.handler(
        context -> {
          throw new StackOverflowError();
        },
        FIXED);
    assertThat(last(retried(outcomeOf(runs.run())).log()).error().className())
        .isEqualTo("java.lang.StackOverflowError");
  }

  @Test
  void aDeadlineCenturiesAheadIsNoObstacle() {
    runs.handler(context -> {})
        .timeout(Duration.ZERO)
        .deadline(Instant.parse("9999-12-31T23:59:59Z"));
    assertThat(outcomeOf(runs.run()).kind()).isEqualTo(Kind.SUCCEEDED);
  }
}
