package io.kronosq.admin.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.schedule.Schedule;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Limits;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Makes what the operations are for: queues, tasks of every state, schedules, servers, jobs. */
public final class Subjects implements AutoCloseable {
  /** A queue that a server works for; its tasks are of every state that one leads to. */
  public static final String SERVED = "served";

  private static final String JOBS = "jobs";

  /** Which task an operation on tasks is for, where it is not one that is pending. */
  private static final Map<String, String> TASKS =
      Map.of(
          "runQueuesTasksRun", "scheduled",
          "retryQueuesTasksRetry", "archived");

  private static final EnqueueOption LATER = EnqueueOption.delay(Duration.ofHours(1));

  private final String name;
  private final TaskStore store;
  private final Inspector inspector;
  private final KronosClient client;
  private final KronosServer server;
  private int count;

  /**
   * @param redis the Redis that the resources use
   * @param name what all names begin with, so that others can be in the same Redis
   */
  public Subjects(RedisConfig redis, String name) {
    this.name = name;
    store = RedisTaskStore.open(redis);
    inspector = Inspector.of(store);
    client = KronosClient.builder(store).build();
    HandlerOptions tomorrow =
        HandlerOptions.DEFAULT.withRetryPolicy(RetryPolicy.fixed(Duration.ofDays(1)));
    TaskRouter router = new TaskRouter();
    router.handle("nothing", context -> {});
    router.handle("waits", Subjects::waits);
    router.handle("tells", Subjects::tells);
    router.handle("fails", Subjects::fails, tomorrow);
    server =
        KronosServer.builder(store)
            .router(router)
            .queue(SERVED, 1)
            .concurrency(50)
            .gracePeriod(Duration.ofMillis(10))
            .name(name)
            .build();
    server.start();
    Await.until("the server tells of itself", () -> server().isPresent());
    EnqueueOption kept = EnqueueOption.retention(Duration.ofDays(1));
    EnqueueOption here = EnqueueOption.queue(SERVED);
    enqueue("tells", here, kept, EnqueueOption.taskId(name + "completed"));
    enqueue("fails", here, EnqueueOption.taskId(name + "retry"));
    active(name + "active");
    String archived = name + "archived";
    enqueue("mail:welcome", EnqueueOption.queue(JOBS), EnqueueOption.taskId(archived));
    inspector.archiveTask(JOBS, archived);
    await(name + "completed", TaskState.COMPLETED);
    await(name + "retry", TaskState.RETRY);
  }

  private static void waits(TaskContext context) throws InterruptedException {
    context.progress(0.5, "half");
    CountDownLatch cancelled = new CountDownLatch(1);
    context.onCancel(cancelled::countDown);
    cancelled.await();
  }

  private static void tells(TaskContext context) {
    context.progress(1, "all");
    context.log("told");
    context.result("{\"told\":true}");
  }

  private static void fails(TaskContext context) {
    context.checkpoint("so far").toCompletableFuture().join();
    throw new IllegalArgumentException("it is broken");
  }

  private void enqueue(String type, EnqueueOption... options) {
    client.enqueue(Task.of(type, "{\"to\":\"a@example.org\"}".getBytes(UTF_8)), options);
  }

  private void await(String id, TaskState state) {
    Await.until(
        id + " is " + state,
        () -> inspector.task(SERVED, id).filter(task -> task.state() == state).isPresent());
  }

  private String active(String id) {
    enqueue("waits", EnqueueOption.queue(SERVED), EnqueueOption.taskId(id));
    await(id, TaskState.ACTIVE);
    return id;
  }

  /** Waits until nothing of them changes by itself any more. */
  public void rest() {
    Await.until(
        "all jobs rest",
        () -> inspector.jobs().list().stream().noneMatch(job -> job.status().isOpen()));
  }

  /** Looks at them without the resources. */
  public Inspector inspector() {
    return inspector;
  }

  /**
   * The path of what an operation is for, which is new, unless it is the server.
   *
   * @param operation not null
   */
  public String path(DocumentedOperation operation) {
    String path = operation.path();
    count++;
    if (operation.id().equals("cancelQueuesTasksCancel")) {
      return path.replace("{queue}", SERVED).replace("{id}", active(name + "active" + count));
    }
    if (path.startsWith("/queues/{queue}") || path.startsWith("/tasks")) {
      String queue = queue();
      return path.replace("{queue}", queue)
          .replace("{id}", queue + TASKS.getOrDefault(operation.id(), "pending"));
    }
    if (path.startsWith("/schedules/{id}")) {
      return path.replace("{id}", schedule());
    }
    if (path.startsWith("/jobs/{id}")) {
      return path.replace("{id}", job(operation.id()));
    }
    if (path.startsWith("/servers/{id}")) {
      return path.replace("{id}", server().orElseThrow().report().id());
    }
    return path;
  }

  private Optional<ServerInfo> server() {
    return inspector.servers().stream()
        .filter(each -> each.alive() && each.report().name().equals(name))
        .findFirst();
  }

  private String schedule() {
    String id = name + "schedule" + count;
    Task task = Task.of("nothing", "{\"n\":1}".getBytes(UTF_8));
    inspector.schedules().add(Schedule.of(id, "@yearly", task, EnqueueOption.queue("scheduled")));
    return id;
  }

  /** One that nobody may remove yet, or that may be resumed. */
  private String job(String operation) {
    BulkJob job =
        inspector
            .jobs()
            .start(
                new BulkRequest(
                    TaskAction.DELETE,
                    JOBS,
                    TaskState.ARCHIVED,
                    TaskFilter.ALL.withType("none"),
                    false,
                    name));
    if (!operation.startsWith("cancel")) {
      inspector.jobs().cancel(job.id());
    }
    return job.id();
  }

  private String queue() {
    String queue = name + count;
    EnqueueOption in = EnqueueOption.queue(queue);
    EnqueueOption tenant = EnqueueOption.header("tenant", "7");
    enqueue("mail:welcome", in, tenant, EnqueueOption.taskId(queue + "pending"));
    enqueue("mail:welcome", in, tenant, EnqueueOption.limitKey("tenant-7"));
    enqueue("mail:welcome", in, LATER, EnqueueOption.taskId(queue + "scheduled"));
    enqueue("mail:welcome", in, LATER, EnqueueOption.taskId(queue + "archived"));
    enqueue("mail:digest", in, EnqueueOption.group("tenant-7"));
    inspector.archiveTask(queue, queue + "archived");
    inspector.limits(queue).set(Limits.concurrent(20));
    return queue;
  }

  @Override
  public void close() {
    server.stop();
    client.close();
    store.close();
  }
}
