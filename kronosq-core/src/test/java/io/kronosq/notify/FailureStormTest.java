package io.kronosq.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosServer;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Notifiers on a running engine. */
class FailureStormTest {
  private static final int STORM = 10_000;

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Notifier.Builder webhook() {
    return Notifier.webhook(receiver.url("/hook"), "a secret for the test");
  }

  private static long count(String body) {
    Matcher matcher = Pattern.compile("\"count\":(\\d+),\"groups\"").matcher(body);
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void anArchivedTaskIsToldOfWithItsPayload() throws Exception {
    Notifier notifier =
        engine.closing(
            webhook()
                .includePayload(
                    (queue, id) -> engine.inspector().task(queue, id).map(task -> task.payload()),
                    100)
                .build());
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .handle(
                        "mail",
                        context -> {
                          throw new SkipRetryException("no such address");
                        }))
            .onEvent(notifier));
    engine.client().enqueue("mail", "to=anna&token=geheim", EnqueueOption.taskId("order-7"));

    Receiver.Request request = receiver.take();
    assertThat(request.body())
        .contains(
            "\"title\":\"mail archived\"",
            "\"ids\":[\"order-7\"]",
            "\"message\":\"no such address\"",
            "\"payload\":\"to=anna&token=…\"");
    assertThat(
            WebhookSignature.of("a secret for the test")
                .verify(
                    request.headers().getFirst("webhook-id"),
                    request.headers().getFirst("webhook-timestamp"),
                    request.headers().getFirst("webhook-signature"),
                    request.body().getBytes(UTF_8),
                    Instant.now()))
        .isTrue();
  }

  @Test
  void aStuckHandlerIsToldOf() throws Exception {
    Notifier notifier = engine.closing(webhook().events(TaskEventType.STUCK).build());
    AtomicInteger release = new AtomicInteger();
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .handle(
                        "busy",
                        context -> {
                          while (release.get() == 0) {
                            Thread.onSpinWait();
                          }
                        }))
            .stuckAfter(Duration.ofMillis(50))
            .onEvent(notifier));
    engine.client().enqueue("busy", "x", EnqueueOption.timeout(Duration.ofMillis(30)));
    try {
      assertThat(receiver.take().body()).contains("\"title\":\"busy stuck\"", "\"errors\":[]");
    } finally {
      release.set(1);
    }
  }

  @Test
  void tenThousandArchivedTasksMakeFewMessagesWithTrueCounts() throws Exception {
    Notifier notifier = engine.closing(webhook().quietTime(Duration.ofSeconds(3)).build());
    AtomicInteger archived = new AtomicInteger();
    KronosServer server =
        engine.start(
            engine
                .server(
                    new TaskRouter()
                        .handle(
                            "mail:*",
                            context -> {
                              throw new SkipRetryException("smtp.example refused it");
                            }))
                .concurrency(20)
                .eventBuffer(40_000)
                .onEvent(notifier)
                .onEvent(
                    event -> {
                      if (event.type() == TaskEventType.ARCHIVED) {
                        archived.incrementAndGet();
                      }
                    }));
    // Not before its time: a thousand a second, for ten seconds.
    long begin = System.nanoTime();
    for (int second = 0; second < 10; second++) {
      int due = second;
      Await.until(
          "the next second", () -> System.nanoTime() - begin >= Duration.ofSeconds(due).toNanos());
      for (int i = 0; i < STORM / 10; i++) {
        engine.client().enqueueAsync(Task.of("mail:" + i % 3, "x"));
      }
    }
    Await.until("all are archived", Duration.ofMinutes(1), () -> archived.get() == STORM);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    server.stop();
    notifier.close();

    List<String> bodies = receiver.takeAll().stream().map(Receiver.Request::body).toList();
    assertThat(server.status().droppedEvents()).isZero();
    assertThat(bodies.stream().mapToLong(FailureStormTest::count).sum()).isEqualTo(STORM);
    // Three types at once, then a message in three seconds, and the last at the end.
    assertThat(bodies.size()).isBetween(4, 3 + (int) took.toSeconds() / 3 + 2);
    assertThat(notifier.status()).isEqualTo(new NotifierStatus(bodies.size(), 0, 0, 0, 0, null));
    assertThat(redis.number("ZCARD", "kronosq:{default}:z")).isEqualTo(STORM);
  }
}
