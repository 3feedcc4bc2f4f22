package io.kronosq.microprofile.health;

import io.kronosq.time.TimeSource;
import io.kronosq.worker.ServerActivity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the workers, one look at a time, and notes for how long a look gets no answer. */
final class ActivityWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ActivityWatch.class);

  private final TimeSource time;
  private final Supplier<Optional<CompletionStage<ServerActivity>>> workers;

  // Guarded by this.
  private @Nullable Look unanswered;

  private record Look(CompletableFuture<ServerActivity> answer, long at) {}

  /**
   * The workers, as far as is known.
   *
   * @param activity null when there are none, or when they do not answer
   * @param unanswered for how long they have not answered; zero when they have
   */
  record View(@Nullable ServerActivity activity, Duration unanswered) {}

  /**
   * @param time elapsed time
   * @param workers looks at them; empty while there are none
   */
  ActivityWatch(TimeSource time, Supplier<Optional<CompletionStage<ServerActivity>>> workers) {
    this.time = time;
    this.workers = workers;
  }

  /**
   * Looks.
   *
   * @param atMost how long the answer is waited for
   */
  View view(Duration atMost) {
    Look look = look();
    if (look == null) {
      return new View(null, Duration.ZERO);
    }
    try {
      ServerActivity activity = look.answer().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return new View(activity, Duration.ZERO);
    } catch (ExecutionException closed) {
      LOG.debug("The workers are closed", closed);
      return new View(null, Duration.ZERO);
    } catch (TimeoutException e) {
      return new View(null, Duration.ofNanos(time.nanos() - look.at()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new View(null, Duration.ZERO);
    }
  }

  private synchronized @Nullable Look look() {
    Look known = unanswered;
    if (known == null || known.answer().isDone()) {
      known =
          workers
              .get()
              .map(stage -> new Look(stage.toCompletableFuture(), time.nanos()))
              .orElse(null);
      unanswered = known;
    }
    return known;
  }
}
