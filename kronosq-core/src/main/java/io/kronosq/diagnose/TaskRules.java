package io.kronosq.diagnose;

import static io.kronosq.diagnose.FindingCode.HANDLER_STUCK;
import static io.kronosq.diagnose.FindingCode.TASKS_ORPHANED;
import static io.kronosq.diagnose.FindingCode.TYPE_WITHOUT_HANDLER;

import io.kronosq.Inspector;
import io.kronosq.inspect.RunningTask;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may be wrong with tasks. A bounded number of queues and tasks is looked at. */
final class TaskRules {
  private static final int MOST_QUEUES = 20;
  private static final int MOST_TASKS = 25;
  private static final int MOST_RUNNING = 20;

  /** How long a task waits before one asks whether anybody handles it. */
  private static final Duration WAITS_LONG = Duration.ofSeconds(10);

  /** How much longer than its time limit a handler may take to notice. */
  private static final Duration OVERTIME = Duration.ofSeconds(30);

  private final Inspector inspector;
  private final Look look;
  private final List<Finding> findings = new ArrayList<>();

  private TaskRules(Inspector inspector, Look look) {
    this.inspector = inspector;
    this.look = look;
  }

  static List<Finding> of(Inspector inspector, Look look) {
    TaskRules rules = new TaskRules(inspector, look);
    rules.types();
    rules.orphans();
    rules.stuck();
    return rules.findings;
  }

  private void types() {
    look.queues().stream()
        .filter(queue -> queue.scheduled() + queue.retry() > 0 || waitsLong(queue))
        .filter(queue -> tellsTypes(look.serving(queue.name())))
        .sorted(Comparator.comparing(QueueInfo::latency).reversed())
        .limit(MOST_QUEUES)
        .forEach(this::types);
  }

  private static boolean waitsLong(QueueInfo queue) {
    return queue.pending() > 0 && queue.latency().compareTo(WAITS_LONG) > 0;
  }

  /** Servers of earlier versions do not tell what they handle. */
  private static boolean tellsTypes(List<ServerInfo> servers) {
    return !servers.isEmpty()
        && servers.stream().noneMatch(server -> server.report().types().isEmpty());
  }

  private void types(QueueInfo queue) {
    Set<String> handled =
        look.serving(queue.name()).stream()
            .flatMap(server -> server.report().types().stream())
            .collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>();
    for (TaskState state : List.of(TaskState.PENDING, TaskState.SCHEDULED, TaskState.RETRY)) {
      first(queue.name(), state)
          .map(TaskInfo::type)
          .filter(type -> !isHandled(type, handled))
          .forEach(unknown::add);
    }
    for (String type : unknown) {
      findings.add(
          new Finding(
              TYPE_WITHOUT_HANDLER,
              SubjectKind.TYPE,
              type,
              "Tasks of type '"
                  + type
                  + "' wait in queue '"
                  + queue.name()
                  + "', and no server of that queue has a handler for them",
              "Deploy an application with a handler for the type, or correct the type where it is"
                  + " enqueued; the tasks are kept",
              Map.of("queue", queue.name())));
    }
  }

  private Stream<TaskInfo> first(String queue, TaskState state) {
    return inspector.tasks(TaskQuery.of(queue, state).limitedTo(MOST_TASKS)).tasks().stream();
  }

  private static boolean isHandled(String type, Set<String> handled) {
    return handled.contains(type)
        || handled.stream()
            .filter(pattern -> pattern.endsWith("*"))
            .anyMatch(pattern -> type.startsWith(pattern.substring(0, pattern.length() - 1)));
  }

  /** Where servers serve a queue, they take back what others left within seconds. */
  private void orphans() {
    Set<String> holders = look.holders();
    look.queues().stream()
        .filter(queue -> queue.active() > 0 && look.serving(queue.name()).isEmpty())
        .limit(MOST_QUEUES)
        .filter(
            queue ->
                first(queue.name(), TaskState.ACTIVE)
                    .anyMatch(task -> !holders.contains(String.valueOf(task.server()))))
        .forEach(
            queue ->
                findings.add(
                    new Finding(
                        TASKS_ORPHANED,
                        SubjectKind.QUEUE,
                        queue.name(),
                        QueueRules.tasks(queue.active())
                            + " of queue '"
                            + queue.name()
                            + "' are held by a server that is gone, and none is there to take them"
                            + " back",
                        "Start a server of the queue: it takes them back within seconds, and no"
                            + " retry is spent",
                        Map.of("active", Long.toString(queue.active())))));
  }

  private void stuck() {
    look.alive()
        .flatMap(server -> server.report().running().stream().map(run -> Map.entry(server, run)))
        .sorted(Comparator.comparing(run -> run.getValue().since()))
        .limit(MOST_RUNNING)
        .forEach(run -> stuck(run.getKey(), run.getValue()));
  }

  private void stuck(ServerInfo server, RunningTask run) {
    Duration ran = Duration.between(run.since(), look.now());
    if (ran.compareTo(OVERTIME) < 0) {
      return;
    }
    inspector
        .task(run.task().queue(), run.task().id())
        .filter(task -> !task.timeout().isZero())
        .filter(task -> ran.compareTo(task.timeout().plus(OVERTIME)) > 0)
        .ifPresent(
            task ->
                findings.add(
                    new Finding(
                        HANDLER_STUCK,
                        SubjectKind.TASK,
                        run.task().id(),
                        "The handler of task "
                            + run.task().id()
                            + " of type '"
                            + run.type()
                            + "' has run for "
                            + ran.toSeconds()
                            + " s on "
                            + server.report().host()
                            + "; its limit is "
                            + task.timeout().toSeconds()
                            + " s",
                        "Have the handler answer interrupts, or call"
                            + " TaskContext.throwIfCancelled(); a restart of that server frees its"
                            + " thread",
                        Map.of(
                            "queue", run.task().queue(),
                            "type", run.type(),
                            "server", server.report().id(),
                            "host", server.report().host(),
                            "ranMs", Long.toString(ran.toMillis()),
                            "limitMs", Long.toString(task.timeout().toMillis())))));
  }
}
