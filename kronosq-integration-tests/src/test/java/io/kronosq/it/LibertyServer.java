package io.kronosq.it;

import io.kronosq.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** The running Open Liberty. */
final class LibertyServer extends AppServer {
  /** Their line in a histogram: rank, count, bytes, class. */
  private static final Pattern APPLICATION_CLASS_LOADERS =
      Pattern.compile(
          "(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+com\\.ibm\\.ws\\.classloading\\.internal\\.AppClassLoader$");

  private static final Duration START = Duration.ofSeconds(60);

  LibertyServer() throws IOException {
    super(Files.readString(OUTPUT.resolve("logs/state/com.ibm.ws.jmx.local.address")).strip());
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
  Path deploy(Path war, String application) throws IOException, JMException {
    Path deployed = Files.copy(war, inDropins(application));
    tell(List.of(deployed), List.of());
    return deployed;
  }

  @Override
  void awaitStart(String application) throws JMException {
    ObjectName name = applicationName(application);
    Await.until(
        application + " to start",
        START,
        () -> beans().isRegistered(name) && "STARTED".equals(beans().getAttribute(name, "State")));
  }

  @Override
  void undeploy(String application) throws IOException, JMException {
    Path deployed = inDropins(application);
    Files.delete(deployed);
    tell(List.of(), List.of(deployed));
    ObjectName name = applicationName(application);
    Await.until(application + " to stop", () -> !beans().isRegistered(name));
  }

  private static Path inDropins(String application) throws IOException {
    return Files.createDirectories(OUTPUT.resolve("dropins")).resolve(application + ".war");
  }

  private static ObjectName applicationName(String application) throws JMException {
    return new ObjectName(
        "WebSphere:service=com.ibm.websphere.application.ApplicationMBean,name=" + application);
  }

  /** The server looks for applications only when it is told to. */
  private void tell(List<Path> created, List<Path> deleted) throws IOException, JMException {
    String collection = Collection.class.getName();
    beans()
        .invoke(
            new ObjectName("WebSphere:service=com.ibm.ws.kernel.filemonitor.FileNotificationMBean"),
            "notifyFileChanges",
            new Object[] {texts(created), List.of(), texts(deleted)},
            new String[] {collection, collection, collection});
  }

  private static List<String> texts(List<Path> files) {
    return files.stream().map(Path::toString).toList();
  }

  @Override
  Path logFile() {
    return OUTPUT.resolve("logs/messages.log");
  }

  @Override
  String metricsPath() {
    return "/metrics";
  }
}
