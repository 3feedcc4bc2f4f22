package io.kronosq.testing;

import io.kronosq.redis.RedisConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real redis-server on a free loopback port: one for each test class, empty before each test.
 * Register it as a static field.
 */
public final class TestRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private static final String VERSION = "7.0.15";
  private static Path binary;

  private final List<String> settings = new ArrayList<>();
  private final int port = freePort();
  private String password;
  private Path folder;
  private Process process;
  private RespClient control;

  /** A server that keeps nothing on disk. */
  public static TestRedis inMemory() {
    return new TestRedis().with("--save", "", "--appendonly", "no");
  }

  /** A server whose data survives {@link #stop} and {@link #startAgain}. */
  public static TestRedis durable() {
    return new TestRedis().with("--save", "", "--appendonly", "yes", "--appendfsync", "always");
  }

  /** Adds settings, in the form of the command line. */
  public TestRedis with(String... more) {
    settings.addAll(List.of(more));
    return this;
  }

  /** Asks for a password of the default user. */
  public TestRedis withPassword(String value) {
    password = value;
    return with("--requirepass", value);
  }

  /** A port that nobody listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("kronosq-test-redis");
    startAgain();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!process.isAlive()) {
      startAgain();
    }
    command("FLUSHALL");
    command("SCRIPT", "FLUSH");
    command("CONFIG", "RESETSTAT");
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  /** Where it is. */
  public RedisConfig.Standalone config() {
    RedisConfig.Standalone config = RedisConfig.parse("redis://127.0.0.1:" + port);
    return password == null ? config : config.withCredentials(null, password);
  }

  /** The folder of its data. */
  public Path folder() {
    return folder;
  }

  /** Sends a command on a connection apart. */
  public Object command(String... words) {
    try {
      return control.call(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number that Redis answers. */
  public long number(String... words) {
    return (Long) command(words);
  }

  /** Texts that Redis answers. */
  public List<String> texts(String... words) {
    return ((List<?>) command(words)).stream().map(String::valueOf).toList();
  }

  /** How often a command was called since the test began. */
  public long calls(String command) {
    String start = "cmdstat_" + command + ":calls=";
    return command("INFO", "commandstats")
        .toString()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> Long.parseLong(line.substring(start.length(), line.indexOf(','))))
        .sum();
  }

  /** Redis' clock, ms. */
  public long now() {
    List<String> time = texts("TIME");
    return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
  }

  /** Ends it, as a shutdown of its machine would. */
  public void stop() {
    try {
      if (control != null) {
        control.close();
      }
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it on the same port, with what it kept. */
  public void startAgain() {
    List<String> command = new ArrayList<>(List.of(binary().toString()));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", folder.toString()));
    command.addAll(settings);
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("redis-server answers", this::answers);
  }

  private boolean answers() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "redis-server ended: " + Files.readString(folder.resolve("redis.log")));
    }
    try {
      control = new RespClient(port, password);
      return "PONG".equals(control.call("PING"));
    } catch (IOException | IllegalStateException notYet) {
      return false;
    }
  }

  private static synchronized Path binary() {
    if (binary == null) {
      try (InputStream in = TestRedis.class.getResourceAsStream("/redis-server-" + suffix())) {
        binary = Files.createTempFile("kronosq-test", "redis-server");
        Files.write(binary, in.readAllBytes());
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
        binary.toFile().deleteOnExit();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return binary;
  }

  private static String suffix() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return VERSION
        + (os.startsWith("mac") ? "-darwin-" : "-linux-")
        + (arch.equals("aarch64") ? "arm64" : "amd64");
  }
}
