package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.inspect.ActionResult;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does something to tasks of ids, or to all of a state that a filter means. */
final class ActionOptions {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "The tasks' queue.")
  private String queue = "";

  @Parameters(
      index = "1..*",
      paramLabel = "ID",
      description = "Tasks; without any, all of --state that match the filter are meant.")
  private List<String> ids = List.of();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Where the tasks stand: ${COMPLETION-CANDIDATES}.")
  private @Nullable TaskState state;

  @Option(names = "--dry-run", description = "Counts the tasks that are meant, changes none.")
  private boolean dryRun;

  @Option(
      names = "--background",
      description =
          "Leaves it to a server that has the admin resources, as a bulk job that goes on when this"
              + " process ends; see kronq job.")
  private boolean background;

  @Mixin private final Confirmation confirmation = new Confirmation();
  @Mixin private final Audit audit = new Audit();

  int apply(Session session, TaskAction action, FilterOptions filter) {
    boolean byId = !ids.isEmpty();
    if (byId == (state != null) || (byId && !filter.filter().equals(TaskFilter.ALL))) {
      throw new RefusedException(
          ExitCode.USAGE, "Name either ids, or --state with the filter that tasks are to match");
    }
    if (byId && background) {
      throw new RefusedException(ExitCode.USAGE, "--background is for --state, not for ids");
    }
    try (Inspector inspector = session.inspect()) {
      QueueCommands.known(inspector, queue);
      return state == null
          ? each(session, inspector, action)
          : all(session, inspector, new Meant(action, state, filter));
    }
  }

  private record Meant(TaskAction action, TaskState state, FilterOptions filter) {}

  private int all(Session session, Inspector inspector, Meant meant) {
    BulkRequest request =
        new BulkRequest(
            meant.action(), queue, meant.state(), meant.filter().filter(), dryRun, audit.user());
    FilteredTasks tasks = new FilteredTasks(session, inspector, request);
    Act act =
        new Act(background ? "job.start" : named(meant.action()), queue, meant.filter().details())
            .with("state", meant.state());
    return background
        ? tasks.inBackground(
            confirmation, audit, act.with("action", meant.action()).with("dryRun", dryRun))
        : tasks.inProcess(confirmation, audit, act);
  }

  private int each(Session session, Inspector inspector, TaskAction action) {
    int code = ExitCode.OK;
    if (!dryRun && action == TaskAction.DELETE) {
      confirmation.ask(session, "Deleting " + ids.size() + " tasks of queue '" + queue + "'");
    }
    for (String id : ids) {
      ActionResult result =
          dryRun ? foreseen(inspector, action, id) : applied(session, inspector, action, id);
      session.done((dryRun ? "Dry run: " : "") + result.message());
      if (!result.done()) {
        code = result.stood() == null ? ExitCode.NOT_FOUND : ExitCode.REFUSED;
      }
    }
    return code;
  }

  private ActionResult foreseen(Inspector inspector, TaskAction action, String id) {
    TaskState stood = inspector.task(queue, id).map(TaskInfo::state).orElse(null);
    return new ActionResult(new TaskRef(queue, id), action, stood);
  }

  private ActionResult applied(Session session, Inspector inspector, TaskAction action, String id) {
    ActionResult result =
        switch (action) {
          case RUN -> inspector.runTask(queue, id);
          case RETRY -> inspector.retryTask(queue, id);
          case ARCHIVE -> inspector.archiveTask(queue, id);
          case DELETE -> inspector.deleteTask(queue, id);
          case CANCEL -> inspector.cancelTask(queue, id);
        };
    Act act = Act.of(named(action), queue + "/" + id);
    audit.record(
        session,
        inspector,
        result.stood() == null ? act : act.with("state", result.stood()),
        result.done() ? Audit.DONE : Audit.REFUSED,
        result.done() ? 1 : 0);
    return result;
  }

  private static String named(TaskAction action) {
    return "task." + action.name().toLowerCase(Locale.ROOT);
  }
}
