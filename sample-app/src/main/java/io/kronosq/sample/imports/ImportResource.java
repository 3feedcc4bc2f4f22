package io.kronosq.sample.imports;

import io.kronosq.sample.csv.HeaderException;
import io.kronosq.sample.csv.SignupCsv;
import io.kronosq.sample.web.Problem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/** {@code /api/imports}: sign-ups by the thousand. */
@Path("imports")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {
  @Inject ImportService service;
  @Inject Imports imports;
  @Inject LostEvents lostEvents;

  /**
   * Imports a CSV file of any size. The body is read as it arrives, so the answer comes once the
   * last row is enqueued; the mails may go on after that.
   *
   * @param body the file
   * @param type may name a character set
   * @param uri where this resource is
   * @return 202 with the import and its location; 400 for a file without the right header; 503 when
   *     the queue takes no more
   */
  @POST
  @Consumes("text/csv")
  public Response start(
      InputStream body, @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, @Context UriInfo uri)
      throws IOException {
    Optional<Charset> charset = CsvCharset.of(type);
    if (charset.isEmpty()) {
      return Problem.of(
              Response.Status.UNSUPPORTED_MEDIA_TYPE,
              "The character set of " + type + " is not known; use UTF-8")
          .toResponse();
    }
    try (Reader reader = new InputStreamReader(body, charset.get())) {
      ImportStatus status = service.run(new SignupCsv(reader));
      Response.Status code =
          status.state() == ImportState.ABORTED
              ? Response.Status.SERVICE_UNAVAILABLE
              : Response.Status.ACCEPTED;
      return Response.status(code)
          .location(uri.getAbsolutePathBuilder().path(status.id()).build())
          .entity(status)
          .build();
    } catch (HeaderException e) {
      return Problem.of(Response.Status.BAD_REQUEST, e.problem()).toResponse();
    }
  }

  /** The latest imports, newest first. */
  @GET
  public List<ImportStatus> list() {
    return imports.statuses();
  }

  /**
   * How far an import has come.
   *
   * @param id the import's id
   * @return 404 when it is not among the latest, or began before a restart
   */
  @GET
  @Path("{id}")
  public Response status(@PathParam("id") String id) {
    return imports
        .find(id)
        .map(this::upToDate)
        .orElseGet(
            () ->
                Problem.of(
                        Response.Status.NOT_FOUND,
                        "Import '"
                            + id
                            + "' is not known. Only the latest imports since the application's start are"
                            + " remembered; their mails are sent all the same")
                    .toResponse());
  }

  private Response upToDate(ImportProgress progress) {
    lostEvents.makeUpFor(progress);
    return Response.ok(progress.status()).build();
  }
}
