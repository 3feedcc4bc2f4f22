package io.kronosq.it.drills;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.KronosServer;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskRouter;
import io.kronosq.it.drills.Entry.Kind;
import io.kronosq.redis.RedisConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A server in a JVM of its own. It writes each run into a journal in another Redis before the work
 * of the run begins, so that a run counts however the process or the queue's Redis ends.
 *
 * <p>Standard input steers it: {@code hold} and {@code keep} let the handlers of these types
 * return; its end, which comes with that of the drill, halts the JVM.
 */
public final class WorkerProcess {
  /** Works for the number of milliseconds in its payload. */
  static final String WORK = "work";

  /** Holds its task until the process is told {@code hold}. */
  static final String HOLD = "hold";

  /** Holds its task until the process is told {@code keep}. */
  static final String KEEP = "keep";

  private final String name;
  private final StatefulRedisConnection<String, String> journal;
  private final Set<String> identities = ConcurrentHashMap.newKeySet();
  private final CountDownLatch hold = new CountDownLatch(1);
  private final CountDownLatch keep = new CountDownLatch(1);

  private interface Work {
    void run() throws InterruptedException;
  }

  private WorkerProcess(String name, StatefulRedisConnection<String, String> journal) {
    this.name = name;
    this.journal = journal;
  }

  /** Arguments: name, URI of the queue's Redis, URI of the journal's, concurrency, grace in ms. */
  public static void main(String[] args) throws IOException {
    RedisClient client = RedisClient.create(args[2]);
    WorkerProcess worker = new WorkerProcess(args[0], client.connect());
    KronosServer server =
        KronosServer.builder(RedisConfig.parse(args[1]))
            .queue(Drill.QUEUE, 1)
            .concurrency(Integer.parseInt(args[3]))
            .gracePeriod(Duration.ofMillis(Long.parseLong(args[4])))
            .router(worker.router())
            .onEvent(worker::tell)
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    server.start();
    worker.write(Kind.UP, "", 0, 0).join();
    worker.obey();
    Runtime.getRuntime().halt(0);
  }

  private void obey() throws IOException {
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      switch (order) {
        case HOLD -> hold.countDown();
        case KEEP -> keep.countDown();
        default -> throw new IllegalArgumentException("There is no order '" + order + "'");
      }
    }
  }

  private TaskRouter router() {
    return new TaskRouter()
        .handle(WORK, task -> run(task, () -> Thread.sleep(millis(task))))
        .handle(HOLD, task -> run(task, hold::await))
        .handle(KEEP, task -> run(task, keep::await));
  }

  private static long millis(TaskContext task) {
    return Long.parseLong(new String(task.payload(), UTF_8));
  }

  private void run(TaskContext task, Work work) throws InterruptedException {
    write(Kind.START, task).join();
    try {
      work.run();
    } catch (InterruptedException e) {
      write(Kind.INTERRUPTED, task).join();
      throw e;
    }
    write(Kind.END, task).join();
  }

  private void tell(TaskEvent event) {
    if (event.type() == TaskEventType.STARTED) {
      if (identities.add(event.server())) {
        write(Kind.IDENTITY, event.server(), 0, 0);
      }
    } else {
      write(Kind.valueOf(event.type().name()), event.taskId(), 0, event.retried());
    }
  }

  private CompletableFuture<String> write(Kind kind, TaskContext task) {
    return write(kind, task.taskId(), task.crashes(), task.retried());
  }

  /** Joining the answer is deaf to interrupts, so a cancelled handler's entries are kept, too. */
  private CompletableFuture<String> write(Kind kind, String id, int crashes, int retried) {
    Entry entry = new Entry(0, kind, name, id, crashes, retried);
    return journal.async().xadd(Journal.KEY, entry.fields()).toCompletableFuture();
  }
}
