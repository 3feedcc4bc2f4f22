package io.kronosq.microprofile.metrics;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.KronosClient;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueOption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Seven tasks that succeed, two that are archived, a duplicate, and one that waits for a day. */
@ApplicationScoped
public class Workload {
  @Inject private KronosClient client;

  @KronosHandler("good")
  public void good(String payload) {}

  @KronosHandler("bad")
  public void bad(String payload) {
    throw new SkipRetryException("hopeless");
  }

  /** Enqueues all. */
  public void run() {
    for (int i = 0; i < 7; i++) {
      client.enqueue("good", "x");
    }
    client.enqueue("bad", "x");
    client.enqueue("bad", "x");
    EnqueueOption sameId = EnqueueOption.taskId("one");
    EnqueueOption tomorrow = EnqueueOption.delay(Duration.ofDays(1));
    client.enqueue("good", "x", sameId, tomorrow);
    assertThatExceptionOfType(DuplicateTaskException.class)
        .isThrownBy(() -> client.enqueue("good", "x", sameId, tomorrow));
  }
}
