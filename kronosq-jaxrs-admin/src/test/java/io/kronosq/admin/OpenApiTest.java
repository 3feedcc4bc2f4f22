package io.kronosq.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void aParserOfOthersFindsNothingWrongWithTheDocument() throws Exception {
    assertThat(complaints(Files.readString(DOCUMENT))).isEmpty();
  }

  @Test
  void thatParserFindsWhatIsWrong() throws Exception {
    String document = Files.readString(DOCUMENT);
    assertThat(complaints(document.replaceFirst("in: query", "in: nowhere"))).isNotEmpty();
    assertThat(complaints(document.replaceFirst("operationId: .*", "operationName: x")))
        .isNotEmpty();
    assertThat(complaints(document.replaceFirst("schemas/AuditList", "schemas/None"))).isNotEmpty();
    assertThat(complaints(document.replaceFirst("responses:", "answers:"))).isNotEmpty();
  }

  private static List<String> complaints(String document) {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    options.setValidateInternalRefs(true);
    return new OpenAPIV3Parser().readContents(document, List.of(), options).getMessages();
  }
}
