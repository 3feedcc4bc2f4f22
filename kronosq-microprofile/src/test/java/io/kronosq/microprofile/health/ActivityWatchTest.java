package io.kronosq.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.time.TimeSource;
import io.kronosq.worker.ServerActivity;
import io.kronosq.worker.ServerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ActivityWatchTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final ServerActivity IDLE =
      new ServerActivity(ServerStatus.State.RUNNING, false, List.of(), List.of());

  private final ManualTime time = new ManualTime();
  private CompletableFuture<ServerActivity> next = new CompletableFuture<>();
  private int looks;
  private final ActivityWatch watch =
      new ActivityWatch(
          time,
          () -> {
            looks++;
            return Optional.of(next);
          });

  private static final class ManualTime implements TimeSource {
    private long nanos;

    @Override
    public Instant now() {
      return Instant.ofEpochSecond(0, nanos);
    }

    @Override
    public long nanos() {
      return nanos;
    }

    void pass(Duration duration) {
      nanos += duration.toNanos();
    }
  }

  @Test
  void thatTheWorkersDoNotAnswerIsTimedFromTheFirstLook() {
    watch.view(AT_ONCE);
    time.pass(Duration.ofSeconds(10));
    assertThat(watch.view(AT_ONCE).unanswered()).isEqualTo(Duration.ofSeconds(10));
    time.pass(Duration.ofSeconds(5));
    assertThat(watch.view(AT_ONCE).unanswered()).isEqualTo(Duration.ofSeconds(15));
    assertThat(looks).as("only one look is under way").isEqualTo(1);
  }

  @Test
  void aLateAnswerIsFollowedByANewLook() {
    watch.view(AT_ONCE);
    time.pass(Duration.ofSeconds(10));
    next.complete(IDLE);
    next = CompletableFuture.completedFuture(IDLE);
    assertThat(watch.view(AT_ONCE)).isEqualTo(new ActivityWatch.View(IDLE, Duration.ZERO));
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void closedWorkersAreNoWorkers() {
    next.completeExceptionally(new IllegalStateException("closed"));
    assertThat(watch.view(AT_ONCE)).isEqualTo(new ActivityWatch.View(null, Duration.ZERO));
  }
}
