package io.kronosq.cdi;

import static io.kronosq.event.TaskEventType.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.handler.TaskContext;
import io.kronosq.task.EnqueueOption;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskCallerTest {
  private static final BlockingQueue<Optional<String>> CALLERS = new LinkedBlockingQueue<>();
  private static volatile String loggedIn = "alice";

  private Application application;

  private Optional<String> callerOf(String propagate, EnqueueOption... options) throws Exception {
    application =
        Application.of(Login.class, Audit.class, RecordedEvents.class)
            .with("kronosq.redis.uri", "embedded:?memory")
            .with("kronosq.propagate-identity", propagate)
            .start();
    application.get(KronosClient.class).enqueue("audit", "", options);
    application.get(RecordedEvents.class).await(SUCCEEDED);
    return CALLERS.take();
  }

  @AfterEach
  void stop() {
    application.close();
    loggedIn = "alice";
  }

  /** Whoever is logged in, as a server tells it. */
  @Dependent
  @Alternative
  @Priority(1)
  static class Login implements Principal {
    @Override
    public String getName() {
      return loggedIn;
    }
  }

  @ApplicationScoped
  static class Audit {
    @KronosHandler("audit")
    public void handle(TaskContext task) {
      CALLERS.add(TaskCaller.of(task));
    }
  }

  @Test
  void theNameOfTheCallerGoesWithTheTask() throws Exception {
    assertThat(callerOf("true")).contains("alice");
  }

  @Test
  void nobodyIsNoCaller() throws Exception {
    loggedIn = "anonymous";
    assertThat(callerOf("true")).isEmpty();
  }

  @Test
  void theNameStaysAtHomeUnlessItIsAskedFor() throws Exception {
    assertThat(callerOf("false")).isEmpty();
  }

  @Test
  void theApplicationMayNameAnother() throws Exception {
    assertThat(callerOf("true", EnqueueOption.header(TaskCaller.HEADER, "bob"))).contains("bob");
  }
}
