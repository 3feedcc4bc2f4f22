package io.kronosq.testing;

import io.kronosq.redis.RedisConfig;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;

/**
 * A real Redis of some kind: one for each test class, empty before each test. Register it as a
 * static field.
 */
public interface RedisFixture extends BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  /** Where it is. */
  RedisConfig config();

  /** Where it is, as text, without what an address can't tell. */
  String uri();

  /** Sends a command to the node that is responsible, on a connection apart. */
  Object command(String... words);

  /** A number that Redis answers. */
  default long number(String... words) {
    return (Long) command(words);
  }

  /** Texts that Redis answers. */
  default List<String> texts(String... words) {
    return ((List<?>) command(words)).stream().map(String::valueOf).toList();
  }

  /** How often a command was called since the test began, on all nodes. */
  long calls(String command);

  /** How often calls were refused with a code since the test began, by all nodes. */
  long errors(String code);

  /** Redis' clock, ms. */
  default long now() {
    List<String> time = texts("TIME");
    return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
  }
}
