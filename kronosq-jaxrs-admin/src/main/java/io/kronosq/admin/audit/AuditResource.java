package io.kronosq.admin.audit;

import io.kronosq.Inspector;
import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problems;
import io.kronosq.admin.query.Parameters;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.inspect.AuditEntry;
import io.kronosq.inspect.AuditPage;
import io.kronosq.inspect.AuditQuery;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was changed, by whom. */
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
  @Inject private Inspector inspector;

  /**
   * A page of what was changed.
   *
   * @param items the latest first
   * @param next where the next page begins; null when this is the last one
   */
  public record AuditList(List<AuditEntry> items, @Nullable String next) {}

  /** What was changed. */
  @GET
  @Operation(
      value = "Lists what was changed, by whom",
      role = AdminRole.ADMIN,
      answers = {200, 400})
  public AuditList list(
      @Doc("Who did it") @QueryParam("user") @Nullable String user,
      @Doc("What was done; one that ends with * means all that begin so") @QueryParam("action")
          @Nullable String action,
      @Doc(value = "Entries of a page, 1 to 1000; 100 unless set", type = "integer")
          @QueryParam("limit")
          @Nullable String limit,
      @Doc("What the page before said of the next one") @QueryParam("cursor")
          @Nullable String cursor) {
    AuditQuery query =
        AuditQuery.ALL
            .byUser(Parameters.text(user))
            .ofAction(Parameters.text(action))
            .limitedTo(Parameters.number("limit", limit, 1, AuditQuery.MAX_LIMIT, 100))
            .after(cursor == null || cursor.isEmpty() ? null : cursor);
    AuditPage page = Problems.reading("cursor", () -> inspector.audit().page(query));
    return new AuditList(page.entries(), page.next());
  }
}
