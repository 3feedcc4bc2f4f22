package io.kronosq.cdi;

import static io.kronosq.event.TaskEventType.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.handler.TaskContext;
import io.kronosq.task.TaskRef;
import io.kronosq.trace.TracePropagator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class TracesTest {
  /** Names in each task the one that enqueued it. */
  @ApplicationScoped
  static class Genealogy implements TracePropagator {
    private final ThreadLocal<String> current = new ThreadLocal<>();

    @Override
    public Map<String, String> inject(TaskRef task, String type, Map<String, String> headers) {
      String parent = current.get();
      return Map.of("parent", parent == null ? "nobody" : parent);
    }

    @Override
    public Scope attach(TaskRef task, String type, int attempt, Map<String, String> headers) {
      current.set(task.id());
      return current::remove;
    }
  }

  @ApplicationScoped
  static class Handlers {
    private final Queue<String> parents = new ConcurrentLinkedQueue<>();

    @Inject KronosClient client;

    @KronosHandler("first")
    public void first(TaskContext task) {
      note(task);
      client.enqueue("second", "");
    }

    @KronosHandler("second")
    public void second(TaskContext task) {
      note(task);
    }

    private void note(TaskContext task) {
      parents.add(String.valueOf(task.headers().get("parent")));
    }

    public Queue<String> parents() {
      return parents;
    }
  }

  @Test
  void aPropagatorOfTheApplicationIsUsedByClientsAndHandlers() throws InterruptedException {
    try (Application application =
        Application.of(RecordedEvents.class, Genealogy.class, Handlers.class)
            .with("kronosq.redis.uri", "embedded:?memory")
            .start()) {
      TaskRef ref = application.get(KronosClient.class).enqueue("first", "");
      RecordedEvents events = application.get(RecordedEvents.class);
      events.await(SUCCEEDED);
      events.await(SUCCEEDED);
      assertThat(application.get(Handlers.class).parents()).containsExactly("nobody", ref.id());
    }
  }
}
