package io.kronosq.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The running Open Liberty as seen from the test JVM: its pages, threads, heap and log. */
final class LibertyServer implements AutoCloseable {
  private static final Path OUTPUT = Path.of(System.getProperty("it.server.output"));
  private static final String HTTP_PORT = System.getProperty("it.http.port");

  private static final Duration COLLECTING = Duration.ofSeconds(20);

  /** Their line in a histogram: rank, count, bytes, class. */
  private static final Pattern APPLICATION_CLASS_LOADERS =
      Pattern.compile(
          "(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+com\\.ibm\\.ws\\.classloading\\.internal\\.AppClassLoader$");

  private final HttpClient http =
      // An offer of HTTP/2 would have the server tie its connection to the application.
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private LibertyServer(JMXConnector connector) throws IOException {
    this.connector = connector;
    beans = connector.getMBeanServerConnection();
  }

  static LibertyServer connect() throws IOException {
    String address = Files.readString(OUTPUT.resolve("logs/state/com.ibm.ws.jmx.local.address"));
    return new LibertyServer(JMXConnectorFactory.connect(new JMXServiceURL(address.strip())));
  }

  /** Gets a page, such as {@code /application/page}. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + HTTP_PORT + path))
            .timeout(Duration.ofSeconds(60))
            .build(),
        BodyHandlers.ofString());
  }

  /** Names of the threads that live. */
  List<String> threadNames() throws IOException {
    ThreadMXBean threads =
        ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .map(ThreadInfo::getThreadName)
        .toList();
  }

  /**
   * Collects until no more class loaders of applications are in memory than these, or 20 s have
   * passed: what waits for its finalization, or a thread that lingers, holds on to its class loader
   * for further collections.
   *
   * @return how many are left
   */
  long awaitApplicationClassLoaders(long atMost) throws IOException, JMException {
    long end = System.nanoTime() + COLLECTING.toNanos();
    long left = applicationClassLoaders();
    while (left > atMost && System.nanoTime() < end) {
      left = applicationClassLoaders();
    }
    return left;
  }

  /**
   * Class loaders of applications that are in memory after a collection, which takes no soft
   * references.
   */
  long applicationClassLoaders() throws IOException, JMException {
    return APPLICATION_CLASS_LOADERS
        .matcher(diagnostic("gcClassHistogram"))
        .results()
        .mapToLong(line -> Long.parseLong(line.group(1)))
        .sum();
  }

  /** All that the server has logged. */
  String log() throws IOException {
    return Files.readString(OUTPUT.resolve("logs/messages.log"));
  }

  private String diagnostic(String operation) throws IOException, JMException {
    return (String)
        beans.invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            operation,
            new Object[] {new String[0]},
            new String[] {String[].class.getName()});
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
