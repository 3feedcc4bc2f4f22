package io.kronosq.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A real redis-server for development and tests, run as a process of its own on the loopback
 * interface. Packaged for Linux and macOS.
 *
 * <p>Unless it is {@linkplain Builder#inMemory() in memory}, its data stand in a folder and are
 * there again after a restart; a power failure may lose the last second. The server ends when it is
 * closed and also when the JVM ends, however that happens. Safe for use by many threads.
 *
 * <pre>{@code
 * try (EmbeddedRedis redis = EmbeddedRedis.builder().inMemory().build().start()) {
 *   connect(redis.uri());
 * }
 * }</pre>
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int PORT_ATTEMPTS = 20;
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);

  private final Builder options;

  // Guarded by this; all null while stopped.
  private @Nullable Running running;

  private record Running(RedisProcess process, WorkFolder folder, int port) {}

  private EmbeddedRedis(Builder options) {
    this.options = options;
  }

  /**
   * @return a builder for a server with its data in {@code ~/.kronosq/redis}, on a free port and
   *     without a password
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads an address: {@code embedded:} for the default folder, {@code embedded:/path/to/folder}
   * for another, or {@code embedded:?memory} for a server without data on disk.
   *
   * @param uri the address; not percent-encoded
   * @return a server that is not started yet
   * @throws IllegalArgumentException if the text is none of these
   */
  public static EmbeddedRedis fromUri(String uri) {
    return EmbeddedRedisUri.parse(uri).build();
  }

  /**
   * Starts the server and returns once it accepts connections. Does nothing if it runs already. A
   * closed server may be started again; its port is then another one unless the builder fixed it.
   *
   * @return this
   * @throws EmbeddedRedisException if no binary is packaged for this platform, the folder is in use
   *     or cannot be written, a fixed port is taken, or redis-server refuses a setting
   */
  public synchronized EmbeddedRedis start() {
    if (running != null && running.process().isAlive()) {
      return this;
    }
    close();
    RedisBinary binary = RedisBinary.of(options.platform);
    WorkFolder folder =
        options.folder == null ? TemporaryFolder.create() : DataFolder.open(options.folder);
    try {
      running = startIn(folder, binary);
    } finally {
      if (running == null) {
        folder.close();
      }
    }
    return this;
  }

  private Running startIn(WorkFolder folder, RedisBinary binary) {
    int attempts = options.port == 0 ? PORT_ATTEMPTS : 1;
    for (int attempt = 0; attempt < attempts; attempt++) {
      int port = options.port == 0 ? freePort() : options.port;
      RedisProcess process = launch(folder, binary, port);
      if (process != null) {
        return new Running(process, folder, port);
      }
    }
    throw new EmbeddedRedisException(
        options.port == 0
            ? "Found no free port on " + LOOPBACK + " in " + attempts + " attempts"
            : "Port "
                + options.port
                + " on "
                + LOOPBACK
                + " is taken; stop its user or fix another");
  }

  /** Null if the port was taken. */
  private @Nullable RedisProcess launch(WorkFolder folder, RedisBinary binary, int port) {
    Path executable = folder.path().resolve("redis-server");
    Path conf = folder.path().resolve("redis.conf");
    RedisProcess process = null;
    boolean ready = false;
    try {
      binary.extractTo(executable);
      Files.deleteIfExists(conf);
      Files.createFile(
          conf, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(conf, settings(folder, port).toConf());
      process = RedisProcess.launch(folder.path(), executable, conf);
      folder.record(process.handle());
      ready = process.awaitReady(options.startTimeout);
      return ready ? process : null;
    } catch (IOException e) {
      throw new EmbeddedRedisException(
          "Cannot start redis-server in " + folder.path() + " (" + e.getMessage() + ")", e);
    } finally {
      if (process != null && !ready) {
        process.stop(STOP_GRACE);
      }
      // A running server needs neither, and one of them holds the password.
      deleteQuietly(conf);
      deleteQuietly(executable);
    }
  }

  private RedisSettings settings(WorkFolder folder, int port) {
    RedisSettings settings =
        new RedisSettings()
            .set("bind", LOOPBACK)
            .set("port", Integer.toString(port))
            .set("dir", folder.path().toString())
            .set("daemonize", "no")
            .set("loglevel", "notice")
            .set("save", "")
            .set("appendonly", options.folder == null ? "no" : "yes")
            .set("appendfsync", "everysec")
            .set("maxmemory-policy", "noeviction")
            .setAll(options.settings);
    if (options.password != null) {
      settings.set("requirepass", options.password);
    }
    return settings;
  }

  private static int freePort() {
    try (ServerSocket socket =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedRedisException("Cannot find a free port on " + LOOPBACK, e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new EmbeddedRedisException("Cannot delete " + file, e);
    }
  }

  /**
   * @return whether the server has been started and its process lives
   */
  public synchronized boolean isRunning() {
    return running != null && running.process().isAlive();
  }

  /**
   * @return the address, with the password if there is one: {@code
   *     redis://:password@127.0.0.1:port}
   * @throws IllegalStateException if the server is not started
   */
  public synchronized String uri() {
    String credentials =
        options.password == null
            ? ""
            : ":"
                + URLEncoder.encode(options.password, StandardCharsets.UTF_8).replace("+", "%20")
                + "@";
    return "redis://" + credentials + LOOPBACK + ":" + port();
  }

  /**
   * @return the port on 127.0.0.1
   * @throws IllegalStateException if the server is not started
   */
  public synchronized int port() {
    return started().port();
  }

  /**
   * @return the process id of redis-server
   * @throws IllegalStateException if the server is not started
   */
  public synchronized long pid() {
    return started().process().handle().pid();
  }

  private Running started() {
    if (running == null) {
      throw new IllegalStateException("The embedded Redis is not started; call start() first");
    }
    return running;
  }

  /**
   * Stops the server, which first writes out what it holds; kills it if it has not ended after 10
   * seconds. Does nothing if it is not started. If the calling thread is interrupted, the server is
   * told to stop but not waited for.
   */
  @Override
  public synchronized void close() {
    Running stopping = running;
    if (stopping == null) {
      return;
    }
    running = null;
    stopping.process().stop(STOP_GRACE);
    stopping.folder().close();
  }

  /** Tells neither password nor data. */
  @Override
  public synchronized String toString() {
    return "EmbeddedRedis["
        + (options.folder == null ? "in memory" : options.folder)
        + (running == null ? ", stopped]" : ", port " + running.port() + "]");
  }

  /** Settings of an embedded Redis. */
  public static final class Builder {
    private static final Set<String> OWN_SETTINGS =
        Set.of(
            "bind", "port", "dir", "daemonize", "loglevel", "logfile", "requirepass", "tls-port");

    private final Map<String, String> settings = new LinkedHashMap<>();
    private @Nullable Path folder = Path.of(System.getProperty("user.home"), ".kronosq", "redis");
    private @Nullable String password;
    private int port;
    private Duration startTimeout = Duration.ofSeconds(30);
    private Platform platform = Platform.current();

    private Builder() {}

    private Builder(Builder other) {
      settings.putAll(other.settings);
      folder = other.folder;
      password = other.password;
      port = other.port;
      startTimeout = other.startTimeout;
      platform = other.platform;
    }

    /**
     * Keeps the data in a folder, which is created if need be, readable by its owner only.
     *
     * @param dataFolder the folder; one server at a time may use it
     * @return this
     */
    public Builder folder(Path dataFolder) {
      folder = Objects.requireNonNull(dataFolder, "dataFolder").toAbsolutePath();
      return this;
    }

    /**
     * Keeps nothing on disk: the data end with the server.
     *
     * @return this
     */
    public Builder inMemory() {
      folder = null;
      return this;
    }

    /**
     * Demands a password of every connection.
     *
     * @param secret the password; not empty
     * @return this
     * @throws IllegalArgumentException if it is empty
     */
    public Builder password(String secret) {
      if (secret.isEmpty()) {
        throw new IllegalArgumentException("The password is empty; leave it out instead");
      }
      password = secret;
      return this;
    }

    /**
     * Demands a password made of 192 random bits; {@link EmbeddedRedis#uri()} tells it.
     *
     * @return this
     */
    public Builder randomPassword() {
      byte[] bits = new byte[24];
      new SecureRandom().nextBytes(bits);
      return password(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /**
     * Fixes the port.
     *
     * @param fixed 1 to 65535, or 0 for any free one
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder port(int fixed) {
      if (fixed < 0 || fixed > 65_535) {
        throw new IllegalArgumentException("Port " + fixed + " is not between 0 and 65535");
      }
      port = fixed;
      return this;
    }

    /**
     * Adds a line to redis.conf, or replaces one that stands there by default.
     *
     * @param name a directive, such as {@code maxmemory}
     * @param value its arguments, separated by spaces
     * @return this
     * @throws IllegalArgumentException if the directive is one that this class depends on
     */
    public Builder setting(String name, String value) {
      if (OWN_SETTINGS.contains(name)) {
        throw new IllegalArgumentException(
            "'" + name + "' cannot be set here; " + OWN_SETTINGS + " are the embedded Redis's own");
      }
      settings.put(name, value);
      return this;
    }

    /**
     * Limits how long a start may take, loading of the data included.
     *
     * @param limit 30 seconds unless set; positive
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder startTimeout(Duration limit) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("The start timeout " + limit + " is not positive");
      }
      startTimeout = limit;
      return this;
    }

    Builder platform(Platform assumed) {
      platform = assumed;
      return this;
    }

    /**
     * @return a server with these settings, not started yet
     */
    public EmbeddedRedis build() {
      return new EmbeddedRedis(new Builder(this));
    }
  }
}
