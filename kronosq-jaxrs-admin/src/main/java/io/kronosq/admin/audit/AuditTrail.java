package io.kronosq.admin.audit;

import io.kronosq.Inspector;
import io.kronosq.inspect.AuditEntry;
import io.kronosq.task.KronosException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of changes: in the log, as a CDI event, and in Redis, where the audit page reads them. */
@ApplicationScoped
public class AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  @Inject private Inspector inspector;
  @Inject private Event<AdminAction> events;

  /**
   * Tells of a change.
   *
   * @param action what was done, or refused
   */
  void tell(AdminAction action) {
    LOG.info(
        "Admin: {} {} {} {} {}: {}, {} affected",
        oneLine(action.user()),
        oneLine(action.action()),
        oneLine(action.target()),
        oneLine(action.details().toString()),
        action.status(),
        action.outcome(),
        action.affected());
    events.fire(action);
    // Who has not logged in could fill the audit, so that what others did is lost.
    if (action.status() != Status.UNAUTHORIZED.getStatusCode()) {
      record(action);
    }
  }

  private void record(AdminAction action) {
    AuditEntry entry =
        AuditEntry.of(
                action.user(),
                action.action(),
                action.target(),
                action.outcome().name().toLowerCase(Locale.ROOT)
                    + (action.status() < 400 ? "" : " " + action.status()))
            .withDetails(action.details())
            .withAffected(action.affected());
    try {
      inspector.audit().record(entry);
    } catch (KronosException e) {
      LOG.warn("What was just logged could not be stored for the audit", e);
    }
  }

  /** Types and ids come from outside. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
