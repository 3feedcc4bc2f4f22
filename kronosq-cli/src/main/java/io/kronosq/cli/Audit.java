package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.inspect.AuditEntry;
import io.kronosq.store.StoreException;
import io.kronosq.task.KronosException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Has the audit log tell what was done here, as it tells what is done in the dashboard. */
final class Audit {
  static final String DONE = "done";
  static final String REFUSED = "refused";
  static final String FAILED = "failed";

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Who does it, for the audit log; user@host of this machine unless set.")
  private @Nullable String name;

  /** Who does it. */
  String user() {
    return name != null && !name.isBlank()
        ? name
        : System.getProperty("user.name", "unknown") + "@" + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /**
   * Does it, and records that, or that it was refused.
   *
   * @param work answers how many things it changed
   */
  void perform(Session session, Inspector inspector, Act act, LongSupplier work) {
    long affected;
    try {
      affected = work.getAsLong();
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.REFUSED) {
        record(session, inspector, act, FAILED, 0);
      }
      // A Redis that is away can't record either.
      throw e;
    } catch (RuntimeException e) {
      record(session, inspector, act, REFUSED, 0);
      throw e;
    }
    record(session, inspector, act, DONE, affected);
  }

  /** Records what was done already. */
  void record(Session session, Inspector inspector, Act act, String outcome, long affected) {
    try {
      inspector
          .audit()
          .record(
              AuditEntry.of(user(), act.action(), act.target(), outcome)
                  .withDetails(act.details())
                  .withAffected(affected));
    } catch (KronosException e) {
      session
          .err()
          .println(
              "kronq: the audit log does not tell of this ("
                  + outcome
                  + "), since it could not be written: "
                  + Text.safe(String.valueOf(e.getMessage())));
    }
  }
}
