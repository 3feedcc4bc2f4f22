package io.kronosq.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where Redis is, of which kind it is, and how it is reached. */
public sealed interface RedisConfig {
  /** How it is reached, whatever its kind. */
  Access access();

  /**
   * The same, reached in another way.
   *
   * @param value replaces {@link #access()}
   */
  RedisConfig withAccess(Access value);

  /** Where it is, for messages; holds no secret. */
  String place();

  /** Starts every key, so that several applications share one Redis; {@code kronosq} unless set. */
  default String prefix() {
    return access().prefix();
  }

  /** How long a command may take; 5 s unless set. */
  default Duration commandTimeout() {
    return access().commandTimeout();
  }

  /** User and password, or null for none. */
  default @Nullable Credentials credentials() {
    return access().credentials();
  }

  /** How connections are encrypted, or null for plain text. */
  default @Nullable Tls tls() {
    return access().tls();
  }

  /**
   * The same with another key prefix.
   *
   * @param value starts every key; no braces
   */
  default RedisConfig withPrefix(String value) {
    return withAccess(new Access(credentials(), tls(), value, commandTimeout()));
  }

  /**
   * The same with another password.
   *
   * @param user the ACL user, or null for the default user
   * @param password not empty
   */
  default RedisConfig withCredentials(@Nullable String user, String password) {
    return withAccess(
        new Access(new Credentials(user, password), tls(), prefix(), commandTimeout()));
  }

  /**
   * The same with encrypted connections.
   *
   * @param value how the servers' certificates are checked
   */
  default RedisConfig withTls(Tls value) {
    return withAccess(new Access(credentials(), value, prefix(), commandTimeout()));
  }

  /**
   * The same with another command timeout.
   *
   * @param value at least 1 ms
   */
  default RedisConfig withCommandTimeout(Duration value) {
    return withAccess(new Access(credentials(), tls(), prefix(), value));
  }

  /**
   * One Redis server.
   *
   * @param host name or address
   * @param port 1 to 65535
   * @param database index, 0 or more
   * @param access how it is reached
   */
  record Standalone(String host, int port, int database, Access access) implements RedisConfig {
    /** Checks the parts. */
    public Standalone {
      Node.check(host, port);
      checkDatabase(database);
    }

    /**
     * Reads {@code redis://…} or {@code rediss://…}.
     *
     * @param uri the address
     * @throws IllegalArgumentException when it is of another form; the message never shows a
     *     password
     */
    public static Standalone parse(String uri) {
      if (RedisConfig.parse(uri) instanceof Standalone standalone) {
        return standalone;
      }
      throw new IllegalArgumentException(
          "This Redis address names no single server; " + AddressParser.STANDALONE_FORM);
    }

    @Override
    public Standalone withAccess(Access value) {
      return new Standalone(host, port, database, value);
    }

    @Override
    public String place() {
      return new Node(host, port).toString();
    }
  }

  /**
   * A master with replicas, watched by sentinels, which say who the master is.
   *
   * @param master the name under which the sentinels know the master
   * @param sentinels who is asked for the master
   * @param database index, 0 or more
   * @param access how the master is reached
   */
  record Sentinel(String master, Sentinels sentinels, int database, Access access)
      implements RedisConfig {
    /** Checks the parts. */
    public Sentinel {
      if (master.isBlank()) {
        throw new IllegalArgumentException(
            "The name of the master is empty; " + AddressParser.SENTINEL_FORM);
      }
      checkDatabase(database);
    }

    /**
     * The same with a password for the sentinels themselves.
     *
     * @param user the sentinels' ACL user, or null for the default user
     * @param password not empty
     */
    public Sentinel withSentinelCredentials(@Nullable String user, String password) {
      return new Sentinel(
          master,
          new Sentinels(sentinels.nodes(), new Credentials(user, password), sentinels.tls()),
          database,
          access);
    }

    /**
     * The same with connections to the sentinels encrypted, or not.
     *
     * @param value how the sentinels' certificates are checked, or null for plain text; trusts the
     *     same certificates as the connections to the master where both are encrypted
     */
    public Sentinel withSentinelTls(@Nullable Tls value) {
      return new Sentinel(
          master,
          new Sentinels(sentinels.nodes(), sentinels.credentials(), value),
          database,
          access);
    }

    @Override
    public Sentinel withAccess(Access value) {
      return new Sentinel(master, sentinels, database, value);
    }

    @Override
    public String place() {
      return "master '" + master + "' of the sentinels " + Node.list(sentinels.nodes());
    }
  }

  /**
   * A Redis Cluster.
   *
   * @param nodes some of its nodes, any of which tells the others; not empty
   * @param access how all nodes are reached
   */
  record Cluster(List<Node> nodes, Access access) implements RedisConfig {
    /** Checks and copies the parts. */
    public Cluster {
      nodes = Node.checkAll(nodes);
    }

    @Override
    public Cluster withAccess(Access value) {
      return new Cluster(nodes, value);
    }

    @Override
    public String place() {
      return "cluster " + Node.list(nodes);
    }
  }

  /**
   * Sentinels and how they are reached.
   *
   * @param nodes where they are, of which one that answers suffices; not empty
   * @param credentials their own user and password, or null for none
   * @param tls how connections to them are encrypted, or null for plain text
   */
  record Sentinels(List<Node> nodes, @Nullable Credentials credentials, @Nullable Tls tls) {
    /** Checks and copies the parts. */
    public Sentinels {
      nodes = Node.checkAll(nodes);
    }
  }

  /**
   * A server of several.
   *
   * @param host name or address
   * @param port 1 to 65535
   */
  record Node(String host, int port) {
    /** Checks the parts. */
    public Node {
      check(host, port);
    }

    private static void check(String host, int port) {
      if (host.isBlank()) {
        throw new IllegalArgumentException("The Redis host is empty; use host:port");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("The Redis port must be 1 to 65535, not " + port);
      }
    }

    private static List<Node> checkAll(List<Node> nodes) {
      if (nodes.isEmpty()) {
        throw new IllegalArgumentException("No node is named; name at least one host:port");
      }
      return List.copyOf(nodes);
    }

    private static String list(List<Node> nodes) {
      return nodes.stream().map(Node::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * How Redis is reached, whatever its kind.
   *
   * @param credentials user and password, or null for none
   * @param tls how connections are encrypted and the servers' certificates checked, or null for
   *     plain text
   * @param prefix starts every key; no braces
   * @param commandTimeout how long a command may take, at least 1 ms
   */
  record Access(
      @Nullable Credentials credentials,
      @Nullable Tls tls,
      String prefix,
      Duration commandTimeout) {
    /** Without password, in plain text, with the usual prefix and timeout. */
    public static final Access DEFAULT = new Access(null, null, "kronosq", Duration.ofSeconds(5));

    /** Checks the parts. */
    public Access {
      if (prefix.isEmpty() || prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0) {
        throw new IllegalArgumentException(
            "The key prefix '"
                + prefix
                + "' is not allowed: it must not be empty nor contain braces");
      }
      if (commandTimeout.toMillis() < 1) {
        throw new IllegalArgumentException(
            "The command timeout must be at least 1 ms, not " + commandTimeout);
      }
    }
  }

  /**
   * How a server's certificate is checked; its name must always match the host.
   *
   * @param trustedCertificates a PEM file of certificates to trust, or null for those that the Java
   *     platform trusts
   */
  record Tls(@Nullable Path trustedCertificates) {
    /** Trusts what the Java platform trusts. */
    public static final Tls PLATFORM = new Tls(null);
  }

  /**
   * Who we are for Redis.
   *
   * @param user the ACL user, or null for the default user
   * @param password never shown
   */
  record Credentials(@Nullable String user, String password) {
    @Override
    public String toString() {
      return "Credentials[user=" + user + ", password=***]";
    }
  }

  /**
   * Reads an address, of one of these forms:
   *
   * <ul>
   *   <li>{@code redis://[[user]:password@]host[:port][/database]}
   *   <li>{@code
   *       redis-sentinel://[[user]:password@]host[:port][,host[:port]…][/database]?master=name},
   *       where hosts are those of the sentinels and the password is the data nodes'
   *   <li>{@code redis-cluster://[[user]:password@]host[:port][,host[:port]…]}
   * </ul>
   *
   * With {@code rediss} in place of {@code redis} all connections are encrypted.
   *
   * @param uri the address
   * @throws IllegalArgumentException when it is of another form; the message never shows a password
   */
  static RedisConfig parse(String uri) {
    return AddressParser.parse(uri);
  }

  /**
   * Whether a text has the scheme of an address that {@link #parse} reads.
   *
   * @param uri an address, perhaps of something else
   */
  static boolean isAddress(String uri) {
    return AddressParser.isAddress(uri);
  }

  private static void checkDatabase(int database) {
    if (database < 0) {
      throw new IllegalArgumentException("The Redis database must be 0 or more, not " + database);
    }
  }
}
