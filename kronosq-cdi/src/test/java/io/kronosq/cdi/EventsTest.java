package io.kronosq.cdi;

import static io.kronosq.event.TaskEventType.ARCHIVED;
import static io.kronosq.event.TaskEventType.STARTED;
import static io.kronosq.event.TaskEventType.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.event.TaskEvent;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.task.Task;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventsTest {
  @ApplicationScoped
  static class Handlers {
    @KronosHandler("good")
    public void good() {}

    @KronosHandler("bad")
    public void bad() {
      throw new SkipRetryException("bad");
    }
  }

  @RequestScoped
  static class Request {
    String name() {
      return "request";
    }
  }

  @ApplicationScoped
  static class Log {
    final BlockingQueue<String> entries = new LinkedBlockingQueue<>();

    void add(String who, TaskEvent event) {
      entries.add(who + " " + event.type() + " " + event.taskType());
    }

    List<String> take(int count) throws InterruptedException {
      List<String> taken = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String entry = entries.poll(10, TimeUnit.SECONDS);
        assertThat(entry).as("entry after " + taken).isNotNull();
        taken.add(entry);
      }
      return taken;
    }
  }

  @ApplicationScoped
  static class Qualified {
    @Inject Log log;
    @Inject Request request;

    void failed(@Observes @TaskLifecycle(ARCHIVED) TaskEvent event) {
      log.add("archived", event);
    }

    void good(@Observes @TaskType("good") TaskEvent event) {
      log.add("good in " + request.name(), event);
    }

    void badStarted(@Observes @TaskLifecycle(STARTED) @TaskType("bad") TaskEvent event) {
      log.add("bad started", event);
    }
  }

  @ApplicationScoped
  static class Throwing {
    void first(@Observes @Priority(1) TaskEvent event) {
      throw new IllegalStateException("An observer that fails on purpose");
    }
  }

  @ApplicationScoped
  static class Asynchronous {
    @Inject Log log;

    void succeeded(@ObservesAsync @TaskLifecycle(SUCCEEDED) TaskEvent event) {
      log.add("async on " + Thread.currentThread().getName().replaceAll("\\d+$", "N"), event);
    }
  }

  private static Application.Builder application(Class<?>... beans) {
    return Application.of(beans).with("kronosq.redis.uri", "embedded:?memory");
  }

  @Test
  void qualifiersNarrowWhatObserversHear() throws Exception {
    try (Application application =
        application(Handlers.class, Log.class, Request.class, Qualified.class).start()) {
      KronosClient client = application.get(KronosClient.class);
      Log log = application.get(Log.class);

      client.enqueue(Task.of("good"));
      assertThat(log.take(2))
          .containsExactly("good in request STARTED good", "good in request SUCCEEDED good");
      client.enqueue(Task.of("bad"));
      assertThat(log.take(2)).containsExactly("bad started STARTED bad", "archived ARCHIVED bad");
    }
  }

  @Test
  void observerThatThrowsStopsNoOther() throws Exception {
    try (Application application =
        application(Handlers.class, Log.class, Request.class, Throwing.class, Qualified.class)
            .start()) {
      application.get(KronosClient.class).enqueue(Task.of("good"));

      assertThat(application.get(Log.class).take(2))
          .containsExactly("good in request STARTED good", "good in request SUCCEEDED good");
    }
  }

  @Test
  void asynchronousObserversRunOnTheHandlersExecutor() throws Exception {
    try (Application application =
        application(Handlers.class, Log.class, Asynchronous.class).start()) {
      application.get(KronosClient.class).enqueue(Task.of("good"));

      assertThat(application.get(Log.class).take(1))
          .containsExactly("async on kronosq-handler-N SUCCEEDED good");
    }
  }
}
