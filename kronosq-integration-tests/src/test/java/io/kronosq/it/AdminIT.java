package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kronosq.admin.testing.AdminClient;
import io.kronosq.admin.testing.AdminMatrix;
import io.kronosq.admin.testing.DocumentedOperation;
import io.kronosq.admin.testing.MalformedRequests;
import io.kronosq.admin.testing.StoredData;
import io.kronosq.admin.testing.Subjects;
import io.kronosq.it.hosting.HostingApplication;
import io.kronosq.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The admin resources in an application that has resources of its own. */
@ArquillianTest
@RunAsClient
class AdminIT {
  private static final int MALFORMED = 2_000;
  private static final String SERVER = "http://localhost:" + System.getProperty("it.http.port");
  private static final String APPLICATION = SERVER + "/hosting";
  private static final String MOUNTED = "/kronosq/api/v1";
  private static final String ADMIN = APPLICATION + MOUNTED;

  @Deployment(testable = false)
  static WebArchive application() {
    return Wars.withAdmin("hosting", MalformedRequests.SETTINGS)
        .addPackage(HostingApplication.class.getPackage())
        .addAsResource(new StringAsset(mountedDocument()), "META-INF/openapi.yaml");
  }

  /** As docs/admin.md says: the paths begin with where the resources are. */
  private static String mountedDocument() {
    try {
      return DocumentedOperation.text()
          .replaceFirst("(?m)^servers:\n- url: .*\n", "")
          .replaceAll("(?m)^  /", "  " + MOUNTED + "/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theServersOwnDocumentTellsOfTheOperations() throws Exception {
    HttpResponse<String> told = new AdminClient(SERVER).get(null, "/openapi");
    assumeThat(told.statusCode()).as("MicroProfile OpenAPI is not there").isNotEqualTo(404);
    Map<String, Map<String, Map<String, Map<String, Object>>>> document =
        new Yaml().load(told.body());
    for (DocumentedOperation operation : DocumentedOperation.all()) {
      assertThat(document.get("paths").get(MOUNTED + operation.path()))
          .extractingByKey(operation.method().toLowerCase(Locale.ROOT))
          .extracting(method -> method.get("operationId"))
          .isEqualTo(operation.id());
    }
  }

  @Test
  void everyOperationAnswersEverybodyAsDocumented() throws Exception {
    try (AdminMatrix matrix = new AdminMatrix(ADMIN, SharedRedis.config("hosting"))) {
      assertThat(matrix.deviations()).isEmpty();
    }
  }

  @Test
  void malformedRequestsAreRefusedAsDocumentedAndChangeNothing() throws Exception {
    try (Subjects subjects = new Subjects(SharedRedis.config("hosting"), "malformed")) {
      MalformedRequests requests = new MalformedRequests(ADMIN, subjects);
      Await.until("no bulk job is under way", () -> subjects.inspector().jobs().open().isEmpty());
      Map<String, String> before = stored();
      assertThat(requests.deviations(MALFORMED, 7)).isEmpty();
      assertThat(stored()).isEqualTo(before);
    }
  }

  /** What is stored, but for queues of the other test, which lose what expires. */
  private static Map<String, String> stored() {
    Map<String, String> data = StoredData.read(SharedRedis.uri(), "hosting");
    data.keySet().removeIf(key -> key.contains("{matrix"));
    return data;
  }

  @Test
  void theApplicationsOwnResourcesAreWhatTheyWere() throws Exception {
    AdminClient application = new AdminClient(APPLICATION + "/api");
    assertThat(application.get(null, "/queues/default").body()).isEqualTo("Hello default");
    assertThat(application.get(null, "/queues/broken").statusCode()).isEqualTo(418);
    for (String hidden : new String[] {"/me", "/redis", "/kronosq/api/v1/me", "/queues"}) {
      assertThat(application.get("admin", hidden).statusCode()).as(hidden).isIn(404, 405);
    }
  }

  @Test
  void answersStayOutOfCachesAndFrames() throws Exception {
    HttpResponse<String> me = new AdminClient(ADMIN).get("viewer", "/me");
    assertThat(me.headers().map()).containsEntry("x-content-type-options", List.of("nosniff"));
    // Open Liberty adds to it when it sets a cookie.
    assertThat(me.headers().firstValue("cache-control").orElseThrow()).startsWith("no-store");
    assertThat(me.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("default-src 'none'");
    HttpResponse<String> nobody = new AdminClient(ADMIN).get(null, "/me");
    assertThat(nobody.headers().firstValue("www-authenticate").orElseThrow()).startsWith("Basic");
    assertThat(nobody.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/problem+json");
  }
}
