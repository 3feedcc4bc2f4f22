package io.kronosq.it;

import io.kronosq.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.JMException;

/** The running Payara or GlassFish. */
final class AsadminServer extends AppServer {
  /** Their line in a histogram: rank, count, bytes, class. */
  private static final Pattern APPLICATION_CLASS_LOADERS =
      Pattern.compile(
          "(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+org\\.glassfish\\.web\\.loader\\.WebappClassLoader\\b.*$");

  private static final Duration SCAN = Duration.ofSeconds(90);

  AsadminServer() throws IOException {
    // Their command lines are longer than what the JDK tells of one.
    super(
        ServerJvm.startManagement(
            Long.parseLong(Files.readString(OUTPUT.resolve("config/pid")).strip())));
  }

  @Override
  long applicationClassLoaders() throws IOException, JMException {
    return APPLICATION_CLASS_LOADERS
        .matcher(diagnostic("gcClassHistogram"))
        .results()
        .mapToLong(line -> Long.parseLong(line.group(1)))
        .sum();
  }

  @Override
  Path deploy(Path war, String application) throws IOException {
    return Files.copy(war, inAutodeploy(application, ""));
  }

  @Override
  void awaitStart(String application) {
    awaitMarker(application, "_deployed");
  }

  @Override
  void undeploy(String application) throws IOException {
    Files.delete(inAutodeploy(application, ""));
    if (Files.exists(inAutodeploy(application, "_deployed"))) {
      awaitMarker(application, "_undeployed");
    }
    for (String marker : List.of("_deployFailed", "_undeployed")) {
      Files.deleteIfExists(inAutodeploy(application, marker));
    }
  }

  /** The server's scanner says with files how far it is. */
  private static void awaitMarker(String application, String marker) {
    Await.until(application + marker, SCAN, () -> Files.exists(inAutodeploy(application, marker)));
  }

  private static Path inAutodeploy(String application, String marker) {
    return OUTPUT.resolve("autodeploy").resolve(application + ".war" + marker);
  }

  @Override
  Path logFile() {
    return OUTPUT.resolve("logs/server.log");
  }

  @Override
  String metricsPath() {
    return "/metrics";
  }
}
