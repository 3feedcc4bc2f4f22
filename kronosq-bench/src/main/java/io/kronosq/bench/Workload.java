package io.kronosq.bench;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.handler.TaskHandler;
import io.kronosq.handler.TaskRouter;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.Task;
import java.util.ArrayList;
import java.util.List;

/** What the scenarios share: tasks with 100 bytes of payload, and a server for them. */
final class Workload {
  static final String TYPE = "bench:task";
  static final byte[] PAYLOAD = new byte[100];

  private Workload() {}

  static List<Task> tasks(int count) {
    List<Task> tasks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tasks.add(Task.of(TYPE, PAYLOAD));
    }
    return tasks;
  }

  static void fill(KronosClient client, int count) {
    for (int i = 0; i < count; i += 10_000) {
      client.enqueueAll(tasks(Math.min(10_000, count - i)));
    }
  }

  static KronosServer server(RedisTaskStore store, int concurrency, TaskHandler handler) {
    return KronosServer.builder(store)
        .concurrency(concurrency)
        .router(new TaskRouter().handle(TYPE, handler))
        .build();
  }
}
