package io.kronosq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskPage;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What concerns tasks. */
@Command(
    name = "task",
    description = "Tasks: lists them, shows, enqueues, runs, retries, archives, deletes, cancels.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class TaskCommands {
  @Command(
      name = "ls",
      description = "Lists tasks of a queue that are in a state.",
      mixinStandardHelpOptions = true)
  int ls(
      @Mixin Session session,
      @Parameters(paramLabel = "QUEUE") String queue,
      @Option(
              names = "--state",
              defaultValue = "PENDING",
              paramLabel = "STATE",
              description = "${COMPLETION-CANDIDATES}; PENDING unless set.")
          TaskState state,
      @Option(names = "--limit", defaultValue = "50", description = "Tasks at most, 1 to 1000.")
          int limit,
      @Option(names = "--cursor", paramLabel = "TEXT", description = "Where the next page begins.")
          @Nullable String cursor,
      @Mixin FilterOptions filter) {
    try (Inspector inspector = session.inspect()) {
      QueueCommands.known(inspector, queue);
      TaskPage page =
          inspector.tasks(
              TaskQuery.of(queue, state).limitedTo(limit).matching(filter.filter()).after(cursor));
      session.rows(page.tasks().stream().map(TaskCommands::row).toList());
      if (page.next() != null) {
        session.err().println("There is more: --cursor " + page.next());
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "get", description = "Shows one task.", mixinStandardHelpOptions = true)
  int get(
      @Mixin Session session,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--queue", description = "Its queue; all are searched unless set.")
          @Nullable String queue,
      @Option(names = "--show-payload", description = "Shows payload, headers and result as well.")
          boolean payload,
      @Option(
              names = "--show-secrets",
              description =
                  "Shows the values of password, token, secret and the like, which are left out"
                      + " otherwise.")
          boolean secrets) {
    try (Inspector inspector = session.inspect()) {
      TaskInfo task =
          (queue == null ? inspector.task(id) : inspector.task(queue, id))
              .orElseThrow(
                  () ->
                      new RefusedException(
                          ExitCode.NOT_FOUND, "There is no task '" + id + "' (any more)"));
      Map<String, @Nullable Object> all = row(task);
      all.put("timeout", task.timeout());
      all.put("deadline", task.deadline());
      all.put("server", task.server());
      Carried carried = secrets ? Carried.RAW : new Carried(session.redaction());
      all.put("attempts", carried.lines(task.attempts().attempts()));
      all.put("log", carried.lines(task.notes().log()));
      if (payload) {
        all.put("headers", carried.headers(task.headers()));
        all.put("payload", carried.bytes(task.payload()));
        all.put("result", carried.bytes(task.result()));
      }
      session.one(all);
      return ExitCode.OK;
    }
  }

  @Command(name = "enqueue", description = "Enqueues a task.", mixinStandardHelpOptions = true)
  int enqueue(
      @Mixin Session session,
      @Parameters(paramLabel = "TYPE") String type,
      @Option(names = "--queue", defaultValue = "default", description = "default unless set.")
          String queue,
      @Option(names = "--payload", paramLabel = "TEXT", description = "The payload, mostly JSON.")
          @Nullable String payload,
      @Option(names = "--payload-file", paramLabel = "FILE", description = "Has the payload.")
          @Nullable Path file,
      @Option(names = "--task-id", paramLabel = "ID", description = "Its id; made unless set.")
          @Nullable String id,
      @Option(names = "--delay", paramLabel = "TIME", description = "Such as 30s or 2h.")
          @Nullable Duration delay,
      @Option(names = "--max-retry", paramLabel = "N", description = "25 unless set.")
          @Nullable Integer maxRetry,
      @Mixin Audit audit)
      throws IOException {
    List<EnqueueOption> options = new ArrayList<>(List.of(EnqueueOption.queue(queue)));
    if (id != null) {
      options.add(EnqueueOption.taskId(id));
    }
    if (delay != null) {
      options.add(EnqueueOption.delay(delay));
    }
    if (maxRetry != null) {
      options.add(EnqueueOption.maxRetry(maxRetry));
    }
    byte[] bytes =
        file != null ? Files.readAllBytes(file) : (payload == null ? "" : payload).getBytes(UTF_8);
    try (TaskStore store = RedisTaskStore.open(session.redis());
        KronosClient client = KronosClient.builder(store).build()) {
      TaskRef ref = client.enqueue(Task.of(type, bytes), options.toArray(EnqueueOption[]::new));
      audit.record(
          session,
          Inspector.of(store),
          Act.of("task.enqueue", ref.queue() + "/" + ref.id()).with("type", type),
          Audit.DONE,
          1);
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("queue", ref.queue());
      answer.put("id", ref.id());
      session.one(answer);
      return ExitCode.OK;
    }
  }

  @Command(
      name = "run",
      description = "Makes scheduled, retry or archived tasks pending now.",
      mixinStandardHelpOptions = true)
  int run(@Mixin Session session, @Mixin ActionOptions options, @Mixin FilterOptions filter) {
    return options.apply(session, TaskAction.RUN, filter);
  }

  @Command(
      name = "retry",
      description = "Gives archived tasks all their retries anew.",
      mixinStandardHelpOptions = true)
  int retry(@Mixin Session session, @Mixin ActionOptions options, @Mixin FilterOptions filter) {
    return options.apply(session, TaskAction.RETRY, filter);
  }

  @Command(
      name = "archive",
      description = "Archives tasks that are not active.",
      mixinStandardHelpOptions = true)
  int archive(@Mixin Session session, @Mixin ActionOptions options, @Mixin FilterOptions filter) {
    return options.apply(session, TaskAction.ARCHIVE, filter);
  }

  @Command(
      name = "delete",
      description = "Deletes tasks that are not active.",
      mixinStandardHelpOptions = true)
  int delete(@Mixin Session session, @Mixin ActionOptions options, @Mixin FilterOptions filter) {
    return options.apply(session, TaskAction.DELETE, filter);
  }

  @Command(
      name = "cancel",
      description = "Asks servers to cancel active tasks.",
      mixinStandardHelpOptions = true)
  int cancel(@Mixin Session session, @Mixin ActionOptions options, @Mixin FilterOptions filter) {
    return options.apply(session, TaskAction.CANCEL, filter);
  }

  private static Map<String, @Nullable Object> row(TaskInfo task) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", task.ref().id());
    row.put("queue", task.ref().queue());
    row.put("type", task.type());
    row.put("state", task.state());
    row.put("enqueued", task.enqueuedAt());
    row.put("due", task.dueAt());
    row.put("failures", task.attempts().attempts().size());
    row.put("bytes", task.payload().length);
    return row;
  }
}
