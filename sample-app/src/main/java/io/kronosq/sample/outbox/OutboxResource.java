package io.kronosq.sample.outbox;

import io.kronosq.sample.web.Problem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;

/** {@code /api/outbox}: the mails received. */
@Path("outbox")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class OutboxResource {
  @Inject Outbox outbox;

  /**
   * Lists mails, newest first.
   *
   * @param limit at most so many
   * @param offset leave out so many of the newest
   */
  @GET
  public OutboxPage list(
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(1_000) int limit,
      @QueryParam("offset") @DefaultValue("0") @Min(0) int offset) {
    return outbox.page(limit, offset);
  }

  /**
   * One of the latest mails with its text.
   *
   * @param id its Message-ID
   * @return 404 when it never came or its text is no longer kept
   */
  @GET
  @Path("{id}")
  public Response read(@PathParam("id") String id) throws MessagingException, IOException {
    Optional<byte[]> source = outbox.source(id);
    if (source.isEmpty()) {
      return Problem.of(
              Response.Status.NOT_FOUND, "The text of mail '" + id + "' is not, or no longer, kept")
          .toResponse();
    }
    return Response.ok(MailText.read(source.get())).build();
  }

  /** Forgets all mails. */
  @DELETE
  public void clear() {
    outbox.clear();
  }
}
