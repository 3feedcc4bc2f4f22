package io.kronosq.redis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where Redis is, and how it is reached. */
public sealed interface RedisConfig {
  /** Starts every key, so that several applications share one Redis; {@code kronosq} unless set. */
  String prefix();

  /** How long a command may take; 5 s unless set. */
  Duration commandTimeout();

  /**
   * One Redis server.
   *
   * @param host name or address
   * @param port 1 to 65535
   * @param database index, 0 or more
   * @param credentials user and password, or null for none
   * @param tls how the connection is encrypted and the server's certificate checked, or null for
   *     plain text
   * @param prefix starts every key; no braces
   * @param commandTimeout how long a command may take, at least 1 ms
   */
  record Standalone(
      String host,
      int port,
      int database,
      @Nullable Credentials credentials,
      @Nullable Tls tls,
      String prefix,
      Duration commandTimeout)
      implements RedisConfig {
    /** Checks the parts. */
    public Standalone {
      if (host.isBlank()) {
        throw new IllegalArgumentException(
            "The Redis host is empty; use redis://host:port/database");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("The Redis port must be 1 to 65535, not " + port);
      }
      if (database < 0) {
        throw new IllegalArgumentException("The Redis database must be 0 or more, not " + database);
      }
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

    /**
     * The same with another key prefix.
     *
     * @param value starts every key; no braces
     */
    public Standalone withPrefix(String value) {
      return new Standalone(host, port, database, credentials, tls, value, commandTimeout);
    }

    /**
     * The same with another password.
     *
     * @param user the ACL user, or null for the default user
     * @param password not empty
     */
    public Standalone withCredentials(@Nullable String user, String password) {
      return new Standalone(
          host, port, database, new Credentials(user, password), tls, prefix, commandTimeout);
    }

    /**
     * The same with an encrypted connection.
     *
     * @param value how the server's certificate is checked
     */
    public Standalone withTls(Tls value) {
      return new Standalone(host, port, database, credentials, value, prefix, commandTimeout);
    }

    /**
     * The same with another command timeout.
     *
     * @param value at least 1 ms
     */
    public Standalone withCommandTimeout(Duration value) {
      return new Standalone(host, port, database, credentials, tls, prefix, value);
    }
  }

  /**
   * How the server's certificate is checked; its name must always match the host.
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
   * Reads {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://…} for TLS.
   *
   * @param uri the address
   * @throws IllegalArgumentException when it is of another form; the message never shows a password
   */
  static Standalone parse(String uri) {
    URI parsed;
    try {
      parsed = URI.create(uri);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The Redis address can't be read (is a character of the password not percent-encoded?); "
              + form());
    }
    boolean tls = "rediss".equals(parsed.getScheme());
    if (!tls && !"redis".equals(parsed.getScheme())) {
      throw new IllegalArgumentException(
          "The Redis address has the scheme '" + parsed.getScheme() + "'; " + form());
    }
    if (parsed.getHost() == null) {
      throw new IllegalArgumentException("The Redis address names no host; " + form());
    }
    return new Standalone(
        parsed.getHost(),
        parsed.getPort() < 0 ? 6379 : parsed.getPort(),
        database(parsed.getPath()),
        credentials(parsed.getRawUserInfo()),
        tls ? Tls.PLATFORM : null,
        "kronosq",
        Duration.ofSeconds(5));
  }

  private static int database(@Nullable String path) {
    String index = path == null || path.isEmpty() ? "" : path.substring(1);
    try {
      return index.isEmpty() ? 0 : Integer.parseInt(index);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The Redis database '" + index + "' is not a number; " + form());
    }
  }

  private static @Nullable Credentials credentials(@Nullable String userInfo) {
    if (userInfo == null || userInfo.isEmpty()) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    String user = colon <= 0 ? null : decode(userInfo.substring(0, colon));
    return new Credentials(user, decode(userInfo.substring(colon + 1)));
  }

  private static String decode(String text) {
    return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String form() {
    return "use redis://[[user]:password@]host[:port][/database], or rediss:// for TLS";
  }
}
