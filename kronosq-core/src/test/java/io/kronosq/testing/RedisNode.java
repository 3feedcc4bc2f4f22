package io.kronosq.testing;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A redis-server process on a free loopback port, in a folder of its own. */
final class RedisNode {
  /** Of the binary that most tests use. */
  static final String VERSION = "7.0.15";

  /** Of the oldest line of versions that is supported. */
  static final String OLDEST = platform().equals("-linux-arm64") ? "6.2.7" : "6.2.6-v5";

  private static final Map<String, Path> BINARIES = new ConcurrentHashMap<>();

  private static final int FIRST_PORT = 12_000;
  private static final int PORTS = 20_000;

  private static final int BLOCK_SIZE = 400;

  /** The first port of this JVM's own, held so that JVMs beside it have others. */
  private static final ServerSocket BLOCK = claimBlock();

  private static final AtomicInteger NEXT_PORT = new AtomicInteger();

  private final int port = freePort();
  private final List<String> arguments = new ArrayList<>();
  private int tlsPort;
  private String version = VERSION;
  private String password;
  private List<String> configuration;
  private Path folder;
  private Process process;
  private RespClient control;

  /**
   * A port that nobody listens on. Below those that systems give to outgoing connections: one of
   * these could be taken before the server listens.
   */
  static int freePort() {
    while (true) {
      int candidate = BLOCK.getLocalPort() + 1 + NEXT_PORT.getAndIncrement() % (BLOCK_SIZE - 1);
      try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // The next one may be free.
      }
    }
  }

  private static ServerSocket claimBlock() {
    int blocks = PORTS / BLOCK_SIZE;
    int first = ThreadLocalRandom.current().nextInt(blocks);
    for (int i = 0; i < blocks; i++) {
      int port = FIRST_PORT + (first + i) % blocks * BLOCK_SIZE;
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (IOException taken) {
        // The next block may be free.
      }
    }
    throw new IllegalStateException("Every block of ports is taken; end other test runs");
  }

  int port() {
    return port;
  }

  /** Where clients find it: the port for encrypted connections if it has one. */
  int clientPort() {
    return tlsPort == 0 ? port : tlsPort;
  }

  /** Adds settings, in the form of the command line. */
  RedisNode with(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  /** Takes a binary of another version that is on the class path. */
  RedisNode version(String value) {
    version = value;
    return this;
  }

  /** Asks for a password of the default user, and shows it to its master, if it has one. */
  RedisNode password(String value) {
    password = value;
    return with("--requirepass", value, "--masterauth", value);
  }

  /** Takes encrypted connections on a port apart, and makes such to other nodes. */
  RedisNode tls(SelfSignedCertificate certificate) {
    tlsPort = freePort();
    return with("--tls-port", Integer.toString(tlsPort))
        .with("--tls-cert-file", certificate.certificate().toString())
        .with("--tls-key-file", certificate.key().toString())
        .with("--tls-ca-cert-file", certificate.certificate().toString())
        .with("--tls-auth-clients", "no")
        .with("--tls-replication", "yes");
  }

  /** Is a sentinel, which keeps what it learns in its configuration. */
  RedisNode sentinel(String ownPassword, String... lines) {
    password = ownPassword;
    configuration = List.of(lines);
    return with("--sentinel");
  }

  Path folder() {
    return folder;
  }

  void start() {
    try {
      if (folder == null) {
        folder = Files.createTempDirectory("kronosq-test-redis");
        if (configuration != null) {
          Files.write(folder.resolve("redis.conf"), configuration);
        }
      }
      List<String> command = new ArrayList<>(List.of(binary(version).toString()));
      if (configuration != null) {
        command.add(folder.resolve("redis.conf").toString());
      }
      command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
      command.addAll(List.of("--dir", folder.toString()));
      command.addAll(arguments);
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

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  Object command(String... words) {
    try {
      try {
        return control.call(words);
      } catch (SocketException | EOFException e) {
        // A failover cuts all connections of clients.
        control = new RespClient(port, password);
        return control.call(words);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A field of INFO, or an empty text. */
  String info(String section, String field) {
    return command("INFO", section)
        .toString()
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).trim())
        .findFirst()
        .orElse("");
  }

  /** How often a command was called since its statistics were reset. */
  long calls(String command) {
    return statistic("commandstats", "cmdstat_" + command + ":calls=");
  }

  /** How often a call was refused with a code since its statistics were reset. */
  long errors(String code) {
    return statistic("errorstats", "errorstat_" + code + ":count=");
  }

  private long statistic(String section, String start) {
    return command("INFO", section)
        .toString()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> Long.parseLong(line.substring(start.length()).split(",", 2)[0]))
        .sum();
  }

  /** Empties it, and forgets scripts and statistics. */
  void reset() {
    command("FLUSHALL");
    command("SCRIPT", "FLUSH");
    command("CONFIG", "RESETSTAT");
  }

  /** Ends it, as a shutdown of its machine would. */
  void stop() {
    if (process != null) {
      end(process::destroy);
    }
  }

  /** Ends it, as a failure of its machine would. */
  void kill() {
    end(process::destroyForcibly);
  }

  private void end(Runnable signal) {
    try {
      if (control != null) {
        control.close();
      }
      signal.run();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops it and removes its folder. */
  void remove() {
    stop();
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      folder = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path binary(String version) {
    return BINARIES.computeIfAbsent(version, RedisNode::unpack);
  }

  private static Path unpack(String version) {
    try (InputStream in =
        RedisNode.class.getResourceAsStream("/redis-server-" + version + platform())) {
      Path binary = Files.createTempFile("kronosq-test", "redis-server");
      Files.write(binary, in.readAllBytes());
      Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
      binary.toFile().deleteOnExit();
      return binary;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return (os.startsWith("mac") ? "-darwin-" : "-linux-")
        + (arch.equals("aarch64") ? "arm64" : "amd64");
  }
}
