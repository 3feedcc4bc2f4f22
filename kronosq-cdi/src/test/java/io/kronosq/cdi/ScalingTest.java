package io.kronosq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.event.ScaleReason;
import io.kronosq.event.ServerEvent;
import io.kronosq.task.Task;
import io.kronosq.worker.AutoScale;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScalingTest {
  @ApplicationScoped
  static class Handlers {
    static final CountDownLatch MAY_END = new CountDownLatch(1);

    @KronosHandler("slow")
    public void slow() throws InterruptedException {
      MAY_END.await(10, TimeUnit.SECONDS);
    }
  }

  @ApplicationScoped
  static class Heard {
    private final BlockingQueue<ServerEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<ServerEvent> asynchronously = new LinkedBlockingQueue<>();

    BlockingQueue<ServerEvent> events() {
      return events;
    }

    BlockingQueue<ServerEvent> asynchronously() {
      return asynchronously;
    }

    void first(@Observes @Priority(1) ServerEvent event) {
      throw new IllegalStateException("An observer that fails on purpose");
    }

    void scaled(@Observes ServerEvent event) {
      events.add(event);
    }

    void scaledToo(@ObservesAsync ServerEvent event) {
      asynchronously.add(event);
    }
  }

  private static Application.Builder application(Class<?>... beans) {
    return Application.of(beans).with("kronosq.redis.uri", "embedded:?memory");
  }

  @Test
  void observersHearThatTheServerScales() throws Exception {
    try (Application application =
        application(Handlers.class, Heard.class).with("kronosq.autoscale.max", 8).start()) {
      assertThat(application.get(KronosLifecycle.class).status().orElseThrow().autoScale())
          .isEqualTo(AutoScale.upTo(8));
      application.get(KronosClient.class).enqueueAll(Collections.nCopies(30, Task.of("slow")));
      Heard heard = application.get(Heard.class);
      ServerEvent event = heard.events().poll(10, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
      assertThat(event.reason()).isEqualTo(ScaleReason.BACKLOG);
      assertThat(event.from()).isEqualTo(2);
      assertThat(heard.asynchronously().poll(10, TimeUnit.SECONDS)).isEqualTo(event);
    } finally {
      Handlers.MAY_END.countDown();
    }
  }

  @Test
  void queuesHaveThePartitionsThatAreConfigured() throws Exception {
    try (Application application =
        application(Handlers.class).with("kronosq.partitions", "default=3").start()) {
      Inspector inspector = application.get(Inspector.class);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (inspector.queue("default").partitions() != 3 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(inspector.queue("default").partitions()).isEqualTo(3);
    }
  }
}
