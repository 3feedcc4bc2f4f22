package io.kronosq.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The running application server as seen from the test JVM: its pages, threads, heap and log. */
abstract class AppServer implements AutoCloseable {
  /** Where the server writes. */
  static final Path OUTPUT = Path.of(System.getProperty("it.server.output", ""));

  private static final String HTTP_PORT = System.getProperty("it.http.port");
  private static final String MANAGEMENT_PORT = System.getProperty("it.management.port");

  private static final Duration COLLECTING = Duration.ofSeconds(20);

  private final HttpClient http =
      // An offer of HTTP/2 would have the server tie its connection to the application.
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  /**
   * Connects to the server.
   *
   * @param jmx the address at which its JVM is managed
   */
  AppServer(String jmx) throws IOException {
    connector = JMXConnectorFactory.connect(new JMXServiceURL(jmx));
    beans = connector.getMBeanServerConnection();
  }

  /** The server that Arquillian has started. */
  static AppServer connect() throws IOException {
    String name = System.getProperty("arquillian.launch");
    return switch (name) {
      case "liberty" -> new LibertyServer();
      case "wildfly" -> new WildFlyServer();
      case "payara", "glassfish" -> new AsadminServer();
      default -> throw new IllegalStateException("No such server: arquillian.launch=" + name);
    };
  }

  /** Gets a page, such as {@code /application/page}. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(HTTP_PORT, path);
  }

  /** Gets a page as a user who gives name and password. */
  HttpResponse<String> get(String path, String user, String password)
      throws IOException, InterruptedException {
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return http.send(
        request(HTTP_PORT, path).header("Authorization", "Basic " + credentials).build(),
        BodyHandlers.ofString());
  }

  /** Posts to a page. */
  HttpResponse<String> post(String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    return http.send(
        request(HTTP_PORT, path).header("Content-Type", type).POST(body).build(),
        BodyHandlers.ofString());
  }

  /** Gets the server's answer about the health of its applications, as MicroProfile defines it. */
  HttpResponse<String> health() throws IOException, InterruptedException {
    return get(MANAGEMENT_PORT, "/health");
  }

  /** Gets the metrics of the server and of its applications, in Prometheus' format. */
  HttpResponse<String> metrics() throws IOException, InterruptedException {
    return get(MANAGEMENT_PORT, metricsPath());
  }

  /** Where these metrics are. */
  URI metricsPage() {
    return URI.create("http://localhost:" + MANAGEMENT_PORT + metricsPath());
  }

  private HttpResponse<String> get(String port, String path)
      throws IOException, InterruptedException {
    return http.send(request(port, path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String port, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Duration.ofSeconds(60));
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
   * references. A class loader that has loaded no class may not be among them.
   */
  abstract long applicationClassLoaders() throws IOException, JMException;

  /**
   * Deploys an archive as an administrator would, who does not wait for its start. Arquillian would
   * write the archive anew, and wait for what never comes when the start fails.
   *
   * @param war the file
   * @param application what it is called there; also its path
   * @return the file that the server reads
   */
  abstract Path deploy(Path war, String application) throws IOException, JMException;

  /** Waits until an application that was {@linkplain #deploy deployed} has started. */
  abstract void awaitStart(String application) throws IOException, JMException;

  /** Undeploys what was {@linkplain #deploy deployed}, and waits until it has stopped. */
  abstract void undeploy(String application) throws IOException, JMException;

  /** All that the server has logged. */
  String log() throws IOException {
    return Files.readString(logFile());
  }

  /** Where the server logs. */
  abstract Path logFile();

  /** Where {@link #metrics()} are. */
  abstract String metricsPath();

  /** Asks the server's JVM, as {@code jcmd} does. */
  String diagnostic(String operation, String... arguments) throws IOException, JMException {
    return (String)
        beans.invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            operation,
            new Object[] {arguments},
            new String[] {String[].class.getName()});
  }

  /** The beans that manage the server's JVM. */
  MBeanServerConnection beans() {
    return beans;
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
