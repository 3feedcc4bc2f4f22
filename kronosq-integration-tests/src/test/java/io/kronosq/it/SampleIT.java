package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.testing.Await;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The sample's WAR serves on every server as it was built, byte for byte. */
@ArquillianTest
@RunAsClient
class SampleIT {
  private static final Path WAR = Path.of(System.getProperty("it.sample.war"));

  /**
   * The digests of what each server was given; those that are older than the WAR are of another.
   */
  private static final Path DIGESTS = Path.of("target", "sample-war");

  private static final int ROWS = 200;

  @Test
  void signUpsAndImportsAreMailed() throws Exception {
    assertThat(WAR).as("run mvn package -pl sample-app -am before").exists();
    try (AppServer server = AppServer.connect()) {
      Path deployed = server.deploy(WAR, "sample-app");
      try {
        server.awaitStart("sample-app");
        assertIsTheSameEverywhere(deployed);
        assertThat(server.get("/sample-app/").body()).contains("<h1>Sign-ups</h1>");
        signsUp(server);
        imports(server);
      } finally {
        server.undeploy("sample-app");
      }
    }
  }

  private static void assertIsTheSameEverywhere(Path deployed) throws Exception {
    String digest = sha256(deployed);
    assertThat(digest).isEqualTo(sha256(WAR));
    Files.createDirectories(DIGESTS);
    Files.writeString(DIGESTS.resolve(System.getProperty("arquillian.launch")), digest);
    FileTime built = Files.getLastModifiedTime(WAR);
    try (Stream<Path> servers = Files.list(DIGESTS)) {
      for (Path server : servers.toList()) {
        if (Files.getLastModifiedTime(server).compareTo(built) >= 0) {
          assertThat(server).hasContent(digest);
        }
      }
    }
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private static void signsUp(AppServer server) throws Exception {
    String address = UUID.randomUUID() + "@example.org";
    HttpResponse<String> answer =
        server.post(
            "/sample-app/api/signups",
            "application/json",
            BodyPublishers.ofString("{\"name\": \"Ada\", \"email\": \"%s\"}".formatted(address)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    Await.until(
        "the mail", () -> server.get("/sample-app/api/outbox?limit=1000").body().contains(address));
  }

  private static void imports(AppServer server) throws Exception {
    List<String> addresses =
        IntStream.range(0, ROWS).mapToObj(i -> UUID.randomUUID() + "@example.org").toList();
    String csv =
        addresses.stream()
            .map(address -> "Somebody," + address + "\n")
            .collect(Collectors.joining("", "name,email\n", ""));
    HttpResponse<String> answer =
        server.post("/sample-app/api/imports", "text/csv", BodyPublishers.ofString(csv));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(answer.body());
    assertThat(id.find()).as(answer.body()).isTrue();
    Await.until(
        "the import to be done",
        () ->
            server
                .get("/sample-app/api/imports/" + id.group(1))
                .body()
                .contains("\"delivered\":" + ROWS));
    assertThat(server.get("/sample-app/api/outbox?limit=1000").body()).contains(addresses);
  }
}
