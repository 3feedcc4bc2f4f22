package io.kronosq.redis;

import io.kronosq.redis.RedisConfig.Access;
import io.kronosq.redis.RedisConfig.Cluster;
import io.kronosq.redis.RedisConfig.Credentials;
import io.kronosq.redis.RedisConfig.Node;
import io.kronosq.redis.RedisConfig.Sentinel;
import io.kronosq.redis.RedisConfig.Sentinels;
import io.kronosq.redis.RedisConfig.Standalone;
import io.kronosq.redis.RedisConfig.Tls;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the addresses of {@link RedisConfig#parse}. */
final class AddressParser {
  static final String STANDALONE_FORM = "use redis://[[user]:password@]host[:port][/database]";
  static final String SENTINEL_FORM =
      "use redis-sentinel://[[user]:password@]host[:port][,host[:port]…][/database]?master=name";
  private static final String CLUSTER_FORM =
      "use redis-cluster://[[user]:password@]host[:port][,host[:port]…]";
  private static final String ALL_FORMS =
      STANDALONE_FORM
          + ", "
          + SENTINEL_FORM.substring(4)
          + " or "
          + CLUSTER_FORM.substring(4)
          + ", with rediss for TLS";

  private static final int REDIS_PORT = 6379;
  private static final int SENTINEL_PORT = 26379;
  private static final Pattern SCHEME = Pattern.compile("(redis|rediss)(-sentinel|-cluster)?");
  private static final Pattern HOST = Pattern.compile("(\\[[^\\[\\]]+]|[^\\[\\]:]+)(?::(\\d+))?");

  private final boolean tls;
  private final URI uri;
  private final @Nullable String userInfo;
  private final String hosts;
  private final String form;

  private AddressParser(boolean tls, URI uri, String form) {
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    this.tls = tls;
    this.uri = uri;
    userInfo = at < 0 ? null : authority.substring(0, at);
    hosts = authority.substring(at + 1).replace("%5B", "[").replace("%5D", "]");
    this.form = form;
  }

  static boolean isAddress(String uri) {
    return SCHEME.matcher(scheme(uri)).matches();
  }

  private static String scheme(String uri) {
    int colon = uri.indexOf(':');
    return colon < 0 ? "" : uri.substring(0, colon);
  }

  static RedisConfig parse(String uri) {
    Matcher scheme = SCHEME.matcher(scheme(uri));
    if (!scheme.matches()) {
      throw new IllegalArgumentException(
          "The Redis address has the scheme '" + scheme(uri) + "'; " + ALL_FORMS);
    }
    boolean tls = scheme.group(1).equals("rediss");
    URI parsed = read(uri);
    if (parsed.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "The Redis address has a '#' (percent-encode it in a password); " + ALL_FORMS);
    }
    return switch (scheme.group(2) == null ? "" : scheme.group(2)) {
      case "-sentinel" -> new AddressParser(tls, parsed, SENTINEL_FORM).sentinel();
      case "-cluster" -> new AddressParser(tls, parsed, CLUSTER_FORM).cluster();
      default -> new AddressParser(tls, parsed, STANDALONE_FORM).standalone();
    };
  }

  private static URI read(String uri) {
    try {
      // Brackets of an IPv6 address are allowed where there is no other host only.
      return URI.create(uri.replace("[", "%5B").replace("]", "%5D"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The Redis address can't be read (is a character of the password not percent-encoded?); "
              + ALL_FORMS);
    }
  }

  private Standalone standalone() {
    List<Node> nodes = nodes(REDIS_PORT);
    if (nodes.size() > 1) {
      throw refused("The Redis address names several hosts");
    }
    refuseQuery();
    return new Standalone(nodes.get(0).host(), nodes.get(0).port(), database(), access());
  }

  private Sentinel sentinel() {
    String query = uri.getRawQuery();
    if (query == null || !query.startsWith("master=") || query.indexOf('&') >= 0) {
      throw refused("The Redis address must name the master, and nothing else, behind its '?'");
    }
    return new Sentinel(
        decode(query.substring("master=".length())),
        new Sentinels(nodes(SENTINEL_PORT), null, tls ? Tls.PLATFORM : null),
        database(),
        access());
  }

  private Cluster cluster() {
    if (database() != 0) {
      throw refused("A Redis Cluster has the database 0 only");
    }
    refuseQuery();
    return new Cluster(nodes(REDIS_PORT), access());
  }

  private List<Node> nodes(int usualPort) {
    if (hosts.isEmpty()) {
      throw refused("The Redis address names no host");
    }
    return Stream.of(hosts.split(",", -1)).map(text -> node(text, usualPort)).toList();
  }

  private Node node(String text, int usualPort) {
    Matcher host = HOST.matcher(text);
    if (!host.matches()) {
      // Where the last @ is not where the writer meant it to be, this is a part of the password.
      throw refused("The Redis address has a host that is not of the form host:port");
    }
    String port = host.group(2);
    try {
      return new Node(host.group(1), port == null ? usualPort : Integer.parseInt(port));
    } catch (NumberFormatException e) {
      throw refused("The Redis address has a port that is not a number up to 65535");
    }
  }

  private Access access() {
    return new Access(
        credentials(),
        tls ? Tls.PLATFORM : null,
        Access.DEFAULT.prefix(),
        Access.DEFAULT.commandTimeout());
  }

  private @Nullable Credentials credentials() {
    if (userInfo == null || userInfo.isEmpty()) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    String user = colon <= 0 ? null : decode(userInfo.substring(0, colon));
    return new Credentials(user, decode(userInfo.substring(colon + 1)));
  }

  private int database() {
    String path = uri.getPath();
    String index = path == null || path.isEmpty() ? "" : path.substring(1);
    try {
      return index.isEmpty() ? 0 : Integer.parseInt(index);
    } catch (NumberFormatException e) {
      throw refused("The Redis database is not a number");
    }
  }

  private void refuseQuery() {
    if (uri.getRawQuery() != null) {
      throw refused("The Redis address must end before a '?'");
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(why + "; " + form + ", with rediss for TLS");
  }
}
