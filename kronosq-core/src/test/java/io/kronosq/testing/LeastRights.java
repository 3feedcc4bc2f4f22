package io.kronosq.testing;

import io.kronosq.redis.RedisConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users with the rights that the documentation asks for, and none beyond. */
public final class LeastRights {
  private static final Path PAGE = Path.of("../docs/redis.md");
  private static final Pattern RULES = Pattern.compile("(?s)ACL SETUSER app on >secret (.+?)```");
  private static final Pattern SENTINEL_RULES =
      Pattern.compile("The sentinels' user needs `([^`]+)`");

  private LeastRights() {}

  /** Has a user made on all data nodes, and one on sentinels; answers how clients are these. */
  public static RedisConfig on(RedisFixture redis) {
    List<String> rules = read(RULES);
    if (((List<?>) redis.command("COMMAND", "INFO", "WAITAOF")).get(0) == null) {
      rules.remove("+waitaof");
    }
    redis.command(setUser(rules));
    RedisConfig config = redis.config().withCredentials("app", "secret");
    if (redis instanceof TestSentinel watched) {
      watched.commandToSentinels(setUser(read(SENTINEL_RULES)));
      return ((RedisConfig.Sentinel) config).withSentinelCredentials("app", "secret");
    }
    return config;
  }

  private static String[] setUser(List<String> rules) {
    List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", "app", "on", ">secret"));
    command.addAll(rules);
    return command.toArray(String[]::new);
  }

  private static List<String> read(Pattern rules) {
    try {
      Matcher found = rules.matcher(Files.readString(PAGE));
      if (!found.find()) {
        throw new AssertionError("No rules in " + PAGE);
      }
      return new ArrayList<>(List.of(found.group(1).trim().split("\\s+")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
