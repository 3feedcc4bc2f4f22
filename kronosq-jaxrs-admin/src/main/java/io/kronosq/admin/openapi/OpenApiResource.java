package io.kronosq.admin.openapi;

import io.kronosq.cdi.config.AdminRole;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The document that tells of all operations. */
@Dependent
@Produces("application/yaml")
public class OpenApiResource {
  private static final String DOCUMENT = "openapi.yaml";

  /** The document. */
  @GET
  @Operation(value = "Tells of all operations, as OpenAPI", role = AdminRole.VIEWER)
  public String document() {
    try (InputStream in = OpenApiResource.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException("The archive lacks " + DOCUMENT);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(DOCUMENT + " can't be read", e);
    }
  }
}
