package io.kronosq.testing;

import io.kronosq.redis.RedisConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A redis-server alone. */
public final class TestRedis implements RedisFixture {
  private final RedisNode node = new RedisNode();
  private String password;

  /** A server that keeps nothing on disk. */
  public static TestRedis inMemory() {
    return new TestRedis().with("--save", "", "--appendonly", "no");
  }

  /** A server of the oldest line of versions that is supported. */
  public static TestRedis oldest() {
    return inMemory().version(RedisNode.OLDEST);
  }

  /** A server whose data survives {@link #stop} and {@link #startAgain}. */
  public static TestRedis durable() {
    return new TestRedis().with("--save", "", "--appendonly", "yes", "--appendfsync", "always");
  }

  /** Adds settings, in the form of the command line. */
  public TestRedis with(String... more) {
    node.with(more);
    return this;
  }

  /** Takes a binary of another version that is on the class path. */
  public TestRedis version(String value) {
    node.version(value);
    return this;
  }

  /** Asks for a password of the default user. */
  public TestRedis withPassword(String value) {
    password = value;
    node.password(value);
    return this;
  }

  /** A port that nobody listens on. */
  public static int freePort() {
    return RedisNode.freePort();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    startAgain();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!node.isAlive()) {
      startAgain();
    }
    node.reset();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    node.remove();
  }

  @Override
  public RedisConfig.Standalone config() {
    return RedisConfig.Standalone.parse(uri());
  }

  @Override
  public String uri() {
    return "redis://" + (password == null ? "" : ":" + password + "@") + "127.0.0.1:" + node.port();
  }

  /** The folder of its data. */
  public Path folder() {
    return node.folder();
  }

  @Override
  public Object command(String... words) {
    return node.command(words);
  }

  @Override
  public long calls(String command) {
    return node.calls(command);
  }

  @Override
  public long errors(String code) {
    return node.errors(code);
  }

  /** Ends it, as a shutdown of its machine would. */
  public void stop() {
    node.stop();
  }

  /** Starts it on the same port, with what it kept. */
  public void startAgain() {
    node.start();
  }
}
