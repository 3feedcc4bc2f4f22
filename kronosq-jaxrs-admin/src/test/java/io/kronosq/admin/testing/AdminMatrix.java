package io.kronosq.admin.testing;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.schedule.Schedule;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Calls every operation as everybody, and compares the statuses with the documented ones. */
public final class AdminMatrix implements AutoCloseable {
  /** What makes an operation succeed, where an empty request does not. */
  private static final Map<String, String> BODIES =
      Map.of(
          "enqueueQueuesTasks", "{\"type\":\"x\",\"delayMs\":3600000}",
          "partitionsQueuesPartitions", "{\"count\":1}",
          "putQueuesLimits", "{\"queue\":{},\"keys\":{}}",
          "runQueuesGroupsRun", "{\"type\":\"grouped\",\"group\":\"g\"}",
          "changeSchedules", "{}",
          "concurrencyServersConcurrency", "{}",
          "startJobs",
              "{\"action\":\"DELETE\",\"queue\":\"other\",\"state\":\"ARCHIVED\","
                  + "\"filter\":{\"type\":\"none\"}}");

  private static final Map<String, String> QUERIES =
      Map.of(
          "deleteQueues", "?force=true",
          "previewSchedulesPreview", "?pattern=@daily",
          "eventsEvents", "?kinds=server");

  /** Which task an operation on tasks is for. */
  private static final Map<String, String> TASKS =
      Map.of(
          "runQueuesTasksRun", "scheduled",
          "retryQueuesTasksRetry", "archived",
          "archiveQueuesTasksArchive", "pending");

  /** Operations that need what is hard to have at hand; the documented status for what there is. */
  private static final Map<String, Integer> OTHERWISE = Map.of("cancelQueuesTasksCancel", 409);

  private final AdminClient admin;
  private final TaskStore store;
  private final Inspector inspector;
  private final KronosClient client;
  private final KronosServer server;
  private int queues;

  /**
   * @param base where the resources are
   * @param redis the Redis that they use
   */
  public AdminMatrix(String base, RedisConfig redis) {
    admin = new AdminClient(base);
    store = RedisTaskStore.open(redis);
    inspector = Inspector.of(store);
    client = KronosClient.builder(store).build();
    TaskRouter router = new TaskRouter();
    router.handle("nothing", context -> {});
    server = KronosServer.builder(store).router(router).queue("served", 1).name("matrix").build();
    server.start();
    Await.until("the server tells of itself", () -> !inspector.servers().isEmpty());
  }

  /** Where a status was another one than documented; empty when all is well. */
  public List<String> deviations() throws Exception {
    List<String> deviations = new ArrayList<>();
    List<DocumentedOperation> operations = new ArrayList<>(DocumentedOperation.all());
    // Nothing is to be asked of a server that was stopped.
    operations.sort(Comparator.comparing(each -> each.id().startsWith("stop")));
    for (DocumentedOperation operation : operations) {
      for (String user : Arrays.asList(null, "viewer", "operator", "admin")) {
        call(operation, user, deviations);
      }
      mistakes(operation, deviations);
    }
    return deviations;
  }

  private void call(DocumentedOperation operation, String user, List<String> deviations)
      throws Exception {
    int expected =
        user == null
            ? 401
            : !operation.isFor(user)
                ? 403
                : OTHERWISE.getOrDefault(operation.id(), operation.success());
    int status = admin.statusOf(request(operation, user));
    if (user != null && expected < 300 && endsByItself(operation) && status == 409) {
      return;
    }
    compare(operation, user, status, expected, deviations);
  }

  /** What is meant may be over, or not yet, by then; both are documented. */
  private static boolean endsByItself(DocumentedOperation operation) {
    return operation.changes() && operation.path().startsWith("/jobs/{id}");
  }

  private HttpRequest.Builder request(DocumentedOperation operation, String user) {
    String path = prepared(operation) + QUERIES.getOrDefault(operation.id(), "");
    HttpRequest.Builder request =
        operation.changes()
            ? admin.changing(user, operation.method(), path, BODIES.get(operation.id()))
            : admin.request(user, path);
    return operation.statuses().contains(428) ? request.header("If-Match", "*") : request;
  }

  private void mistakes(DocumentedOperation operation, List<String> deviations) throws Exception {
    String path = prepared(operation);
    if (operation.changes()) {
      HttpRequest.Builder foreign =
          admin.request("admin", path).method(operation.method(), BodyPublishers.noBody());
      compare(operation, "another site", admin.statusOf(foreign), 403, deviations);
    }
    if (operation.hasBody()) {
      HttpRequest.Builder broken = admin.changing("admin", operation.method(), path, "{");
      compare(operation, "broken JSON", admin.statusOf(broken), 400, deviations);
      HttpRequest.Builder text =
          admin
              .request("admin", path)
              .header("X-Kronosq-Request", "1")
              .header("Content-Type", "text/plain")
              .method(operation.method(), BodyPublishers.ofString("{}"));
      compare(operation, "no JSON", admin.statusOf(text), 415, deviations);
    }
    if (operation.statuses().contains(404)) {
      String missing = operation.path().replaceAll("\\{[a-z]+}", "missing");
      HttpRequest.Builder request =
          admin.changing("admin", operation.method(), missing, BODIES.get(operation.id()));
      compare(operation, "missing", admin.statusOf(request), 404, deviations);
    }
    HttpRequest.Builder unacceptable =
        admin
            .changing("admin", operation.method(), path, BODIES.get(operation.id()))
            .header("Accept", "image/png");
    if (operation.success() != 204) {
      compare(operation, "image", admin.statusOf(unacceptable), 406, deviations);
    }
  }

  private static void compare(
      DocumentedOperation operation,
      String who,
      int status,
      int expected,
      List<String> deviations) {
    if (status != expected || !operation.statuses().contains(status)) {
      deviations.add(operation.id() + " as " + who + ": " + status + ", not " + expected);
    }
  }

  /** The path of what the operation is for, after that was made. */
  private String prepared(DocumentedOperation operation) {
    String path = operation.path();
    if (path.startsWith("/queues/{queue}") || path.startsWith("/tasks")) {
      String queue = queue();
      return path.replace("{queue}", queue)
          .replace("{id}", queue + TASKS.getOrDefault(operation.id(), "pending"));
    }
    if (path.startsWith("/schedules/{id}")) {
      String id = "schedule" + ++queues;
      inspector
          .schedules()
          .add(Schedule.of(id, "@yearly", Task.of("nothing"), EnqueueOption.queue("scheduled")));
      return path.replace("{id}", id);
    }
    if (path.startsWith("/jobs/{id}")) {
      return path.replace("{id}", job(operation.id()));
    }
    if (path.startsWith("/servers/{id}")) {
      return path.replace("{id}", inspector.servers().get(0).report().id());
    }
    return path;
  }

  /** One that nobody may remove yet, or that may be resumed. */
  private String job(String operation) {
    BulkJob job =
        inspector
            .jobs()
            .start(
                new BulkRequest(
                    TaskAction.DELETE,
                    "jobs",
                    TaskState.ARCHIVED,
                    TaskFilter.ALL,
                    false,
                    "matrix"));
    if (!operation.startsWith("cancel")) {
      inspector.jobs().cancel(job.id());
    }
    return job.id();
  }

  private String queue() {
    String queue = "matrix" + ++queues;
    EnqueueOption in = EnqueueOption.queue(queue);
    EnqueueOption later = EnqueueOption.delay(Duration.ofHours(1));
    client.enqueue(Task.of("x"), in, EnqueueOption.taskId(queue + "pending"));
    client.enqueue(Task.of("x"), in, later, EnqueueOption.taskId(queue + "scheduled"));
    client.enqueue(Task.of("x"), in, later, EnqueueOption.taskId(queue + "archived"));
    client.enqueue(Task.of("grouped"), in, EnqueueOption.group("g"));
    inspector.archiveTask(queue, queue + "archived");
    return queue;
  }

  @Override
  public void close() {
    server.stop();
    client.close();
    store.close();
  }
}
