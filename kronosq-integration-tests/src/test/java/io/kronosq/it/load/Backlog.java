package io.kronosq.it.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.handler.RetryLaterException;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskHandler;
import io.kronosq.handler.TaskRouter;
import io.kronosq.schedule.Schedule;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What is to be done: millions of tasks in one queue, a thousand queues, some schedules. */
final class Backlog {
  /** The queue with the millions. */
  static final String QUEUE = "orders";

  static final int QUEUES = 1_000;

  /** The type of one pending task in so many. */
  static final String RARE_TYPE = "order:rare";

  private static final String DELAYED_TYPE = "order:delayed";
  private static final int RARE = 100;
  private static final int OF_EACH_STATE = 5_000;
  private static final int OF_A_QUEUE = 5;
  private static final int SCHEDULES = 200;
  private static final Duration DAYS = Duration.ofDays(7);
  private static final int CHUNK = 10_000;
  private static final byte[] PAYLOAD =
      "{\"customer\":\"Ada Lovelace\",\"items\":[{\"sku\":\"A-17\",\"count\":2}],\"total\":42.5}"
          .getBytes(UTF_8);

  private final LoadedRedis redis;
  private final TaskStore store;
  private final KronosClient client;
  private final Inspector inspector;

  Backlog(LoadedRedis redis, TaskStore store) {
    this.redis = redis;
    this.store = store;
    client = KronosClient.builder(store).build();
    inspector = Inspector.of(store);
  }

  /**
   * Enqueues what is missing.
   *
   * @param tasks how many are to be pending in the one queue
   */
  void fill(long tasks) {
    if (inspector.queue(QUEUE).completed() == 0) {
      archive(QUEUE, "order:refused", OF_EACH_STATE);
      copies(
          QUEUE,
          OF_EACH_STATE,
          "order:failed",
          TaskState.RETRY,
          'y',
          context -> {
            throw new RetryLaterException("The warehouse does not answer", DAYS, null);
          });
      copies(
          QUEUE,
          OF_EACH_STATE,
          "order:done",
          TaskState.COMPLETED,
          'c',
          context -> {},
          EnqueueOption.retention(DAYS));
      String delayed =
          client
              .enqueue(task(DELAYED_TYPE), EnqueueOption.queue(QUEUE), EnqueueOption.delay(DAYS))
              .id();
      redis.copy(QUEUE, 'd', delayed, OF_EACH_STATE);
      schedule();
      for (int i = 1; i < QUEUES; i++) {
        enqueue("queue-%04d".formatted(i), OF_A_QUEUE);
      }
    }
    for (long left = tasks - inspector.queue(QUEUE).pending(); left > 0; left -= CHUNK) {
      enqueue(QUEUE, (int) Math.min(left, CHUNK));
    }
  }

  /**
   * Has tasks that failed for good.
   *
   * @return the id of one of them
   */
  String archive(String queue, String type, int count) {
    return copies(
        queue,
        count,
        type,
        TaskState.ARCHIVED,
        'z',
        context -> {
          throw new SkipRetryException("The card was refused: insufficient funds");
        });
  }

  private String copies(
      String queue,
      int count,
      String type,
      TaskState state,
      char place,
      TaskHandler handler,
      EnqueueOption... options) {
    List<EnqueueOption> all = new ArrayList<>(List.of(options));
    all.add(EnqueueOption.queue(queue));
    String id = client.enqueue(task(type), all.toArray(EnqueueOption[]::new)).id();
    try (KronosServer server =
        KronosServer.builder(store)
            .router(new TaskRouter().handle(type, handler))
            .queue(queue, 1)
            .build()) {
      server.start();
      Await.until(
          type + " is " + state, () -> inspector.task(queue, id).orElseThrow().state() == state);
    }
    redis.copy(queue, place, id, count - 1);
    return id;
  }

  private void schedule() {
    for (int i = 0; i < SCHEDULES; i++) {
      inspector
          .schedules()
          .add(
              Schedule.of(
                  "report-%03d".formatted(i),
                  (i % 60) + " " + (i % 24) + " * * *",
                  task("report:make"),
                  EnqueueOption.queue("queue-0001")));
    }
  }

  private void enqueue(String queue, int count) {
    List<Task> tasks =
        IntStream.range(0, count)
            .mapToObj(i -> task(i % RARE == 0 ? RARE_TYPE : "order:pay"))
            .toList();
    client.enqueueAll(tasks, EnqueueOption.queue(queue));
  }

  private static Task task(String type) {
    return Task.of(type, PAYLOAD);
  }
}
