package io.kronosq.cli;

import io.kronosq.BulkAction;
import io.kronosq.Inspector;
import io.kronosq.inspect.ActionResult;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.task.TaskState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  @Mixin private final Confirmation confirmation = new Confirmation();

  int apply(Session session, TaskAction action, TaskFilter filter) {
    if (ids.isEmpty() == (state == null) || (!ids.isEmpty() && !filter.equals(TaskFilter.ALL))) {
      throw new RefusedException(
          ExitCode.USAGE, "Name either ids, or --state with the filter that tasks are to match");
    }
    try (Inspector inspector = session.inspect()) {
      QueueCommands.known(inspector, queue);
      return state == null
          ? each(session, inspector, action)
          : all(session, inspector.bulk(action, queue, state, filter), action);
    }
  }

  private int each(Session session, Inspector inspector, TaskAction action) {
    int code = ExitCode.OK;
    if (!dryRun && action == TaskAction.DELETE) {
      confirmation.ask(session, "Deleting " + ids.size() + " tasks of queue '" + queue + "'");
    }
    for (String id : ids) {
      @Nullable TaskState stood =
          dryRun
              ? inspector.task(queue, id).map(task -> task.state()).orElse(null)
              : applied(inspector, action, id).stood();
      ActionResult result = new ActionResult(new io.kronosq.task.TaskRef(queue, id), action, stood);
      session.done((dryRun ? "Dry run: " : "") + result.message());
      if (!result.done()) {
        code = stood == null ? ExitCode.NOT_FOUND : ExitCode.REFUSED;
      }
    }
    return code;
  }

  private ActionResult applied(Inspector inspector, TaskAction action, String id) {
    return switch (action) {
      case RUN -> inspector.runTask(queue, id);
      case RETRY -> inspector.retryTask(queue, id);
      case ARCHIVE -> inspector.archiveTask(queue, id);
      case DELETE -> inspector.deleteTask(queue, id);
      case CANCEL -> inspector.cancelTask(queue, id);
    };
  }

  private int all(Session session, BulkAction bulk, TaskAction action) {
    String verb = action.name().toLowerCase(Locale.ROOT);
    BulkProgress counted = bulk.count(progress -> {});
    if (!dryRun) {
      confirmation.ask(
          session, "To " + verb + " " + counted.matched() + " tasks of queue '" + queue + "'");
    }
    BulkProgress end = dryRun ? counted : run(session, bulk, verb);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("action", action);
    answer.put("dryRun", dryRun);
    answer.put("scanned", end.scanned());
    answer.put("matched", end.matched());
    answer.put("changed", end.changed());
    answer.put("refused", end.refused());
    answer.put("cancelled", end.cancelled());
    session.one(answer);
    return end.cancelled() ? ExitCode.FAILED : ExitCode.OK;
  }

  /** Ctrl-C ends it after the chunk that it is at; what was done is done. */
  private static BulkProgress run(Session session, BulkAction bulk, String verb) {
    boolean shown = Terminal.console() != null && !session.isJson();
    Thread end =
        new Thread(
            () -> {
              bulk.cancel();
              session.err().println("kronq: stopped; what was done until now is done");
            });
    Runtime.getRuntime().addShutdownHook(end);
    try {
      return bulk.run(
          progress -> {
            if (shown) {
              long share =
                  progress.total() == 0 ? 100 : progress.scanned() * 100 / progress.total();
              session
                  .err()
                  .print("\r" + verb + " " + share + " %, " + progress.changed() + " done");
              session.err().flush();
            }
          });
    } finally {
      if (shown) {
        session.err().println();
      }
      removed(end);
    }
  }

  private static void removed(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook has said so.
      return;
    }
  }
}
