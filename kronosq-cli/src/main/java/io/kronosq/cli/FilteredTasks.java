package io.kronosq.cli;

import io.kronosq.BulkAction;
import io.kronosq.Inspector;
import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.store.StoreException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does something to all tasks of a queue that a filter means: counts them, asks, does it, tells.
 */
final class FilteredTasks {
  private final Session session;
  private final Inspector inspector;
  private final BulkRequest request;
  private final String verb;

  FilteredTasks(Session session, Inspector inspector, BulkRequest request) {
    this.session = session;
    this.inspector = inspector;
    this.request = request;
    verb = request.action().name().toLowerCase(Locale.ROOT);
  }

  /** Counts them, and does it in this process; Ctrl-C ends it after the chunk that it is at. */
  int inProcess(Confirmation confirmation, Audit audit, Act act) {
    BulkAction bulk =
        inspector.bulk(request.action(), request.queue(), request.state(), request.filter());
    BulkProgress counted = Interruption.during(bulk::cancel, () -> counted(bulk));
    if (request.dryRun() || counted.cancelled()) {
      return code(counted);
    }
    confirmation.ask(
        session,
        "To " + verb + " " + counted.matched() + " tasks of queue '" + request.queue() + "'");
    return Interruption.during(bulk::cancel, () -> done(bulk, audit, act));
  }

  private BulkProgress counted(BulkAction bulk) {
    BulkProgress end = count(bulk);
    if (request.dryRun() || end.cancelled()) {
      tell(end);
    }
    return end;
  }

  private int done(BulkAction bulk, Audit audit, Act act) {
    BulkProgress end = run(bulk, audit, act);
    audit.record(
        session,
        inspector,
        end.cancelled() ? act.with("cancelled", true) : act,
        Audit.DONE,
        end.changed());
    tell(end);
    return code(end);
  }

  private BulkProgress count(BulkAction bulk) {
    try (ProgressBar bar = session.progressBar("count")) {
      return bulk.count(bar::show);
    }
  }

  private BulkProgress run(BulkAction bulk, Audit audit, Act act) {
    BulkProgress[] latest = {new BulkProgress(0, 0, 0, 0, 0, false)};
    try (ProgressBar bar = session.progressBar(verb)) {
      return bulk.run(
          progress -> {
            latest[0] = progress;
            bar.show(progress);
          });
    } catch (StoreException e) {
      session
          .err()
          .println("kronq: it failed after " + latest[0].changed() + " tasks were changed");
      if (e.kind() == StoreException.Kind.REFUSED) {
        audit.record(session, inspector, act, Audit.FAILED, latest[0].changed());
      }
      throw e;
    }
  }

  /** Leaves it to a server that has the admin resources. */
  int inBackground(Confirmation confirmation, Audit audit, Act act) {
    if (!request.dryRun()) {
      confirmation.ask(
          session,
          "To " + verb + " all tasks of queue '" + request.queue() + "' that match, in background");
    }
    BulkJob job = inspector.jobs().start(request);
    audit.record(
        session,
        inspector,
        act.with("job", job.id()),
        Audit.DONE,
        request.dryRun() ? 0 : job.progress().total());
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("job", job.id());
    answer.put("status", job.status());
    answer.put("total", job.progress().total());
    session.one(answer);
    session.err().println("A server with the admin resources does it; kronq job get " + job.id());
    return ExitCode.OK;
  }

  private void tell(BulkProgress end) {
    if (end.cancelled()) {
      session
          .err()
          .println(
              "kronq: stopped at "
                  + end.scanned()
                  + " of "
                  + end.total()
                  + " tasks; what was done until now is done");
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("action", request.action());
    answer.put("dryRun", request.dryRun());
    answer.put("scanned", end.scanned());
    answer.put("matched", end.matched());
    answer.put("changed", end.changed());
    answer.put("refused", end.refused());
    answer.put("cancelled", end.cancelled());
    session.one(answer);
    session.out().flush();
  }

  private static int code(BulkProgress end) {
    return end.cancelled() ? ExitCode.FAILED : ExitCode.OK;
  }
}
