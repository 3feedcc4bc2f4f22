package io.kronosq.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final Path DOCUMENT =
      Path.of("src/main/resources/io/kronosq/admin/openapi/openapi.yaml");

  @Test
  void theDocumentTellsWhatTheResourcesSay() throws Exception {
    if (Boolean.getBoolean("kronosq.docs.write")) {
      Files.createDirectories(DOCUMENT.getParent());
      Files.writeString(DOCUMENT, OpenApiDocument.yaml());
    }
    assertThat(DOCUMENT)
        .as("run the test with -Dkronosq.docs.write=true to write it anew")
        .hasContent(OpenApiDocument.yaml());
  }
}
