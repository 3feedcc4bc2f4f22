package io.kronosq.it;

import io.kronosq.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.JMException;

/** The running WildFly. */
final class WildFlyServer extends AppServer {
  /** Of modules that are deployments, in a tree of class loaders. */
  private static final Pattern APPLICATION_CLASS_LOADERS =
      Pattern.compile("\"deployment\\.[^\"]+\", org\\.jboss\\.modules\\.ModuleClassLoader");

  private static final Duration SCAN = Duration.ofSeconds(90);

  WildFlyServer() throws IOException {
    super(ServerJvm.startManagement("-Djboss.home.dir=" + OUTPUT.getParent()));
  }

  @Override
  long applicationClassLoaders() throws IOException, JMException {
    diagnostic("gcRun");
    return APPLICATION_CLASS_LOADERS
        .matcher(diagnostic("vmClassloaders", "fold=false"))
        .results()
        .count();
  }

  @Override
  Path deploy(Path war, String application) throws IOException {
    Path deployed = Files.copy(war, inDeployments(application, ""));
    // The server's scanner may have been quicker, and have made the marker itself.
    Files.write(inDeployments(application, ".dodeploy"), new byte[0]);
    return deployed;
  }

  @Override
  void awaitStart(String application) {
    awaitMarker(application, ".deployed");
  }

  @Override
  void undeploy(String application) throws IOException {
    if (Files.deleteIfExists(inDeployments(application, ".deployed"))) {
      awaitMarker(application, ".undeployed");
    }
    for (String marker : List.of("", ".failed", ".undeployed")) {
      Files.deleteIfExists(inDeployments(application, marker));
    }
  }

  /** The server's scanner says with files how far it is. */
  private static void awaitMarker(String application, String marker) {
    Await.until(application + marker, SCAN, () -> Files.exists(inDeployments(application, marker)));
  }

  private static Path inDeployments(String application, String marker) {
    return OUTPUT.resolve("deployments").resolve(application + ".war" + marker);
  }

  @Override
  Path logFile() {
    return OUTPUT.resolve("log/server.log");
  }

  @Override
  String metricsPath() {
    return "/prometheus";
  }
}
