package io.kronosq.testkit;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.redis.RedisConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a Redis of its own, which ends with the class, and passes it to constructors
 * and methods that ask for one of
 *
 * <ul>
 *   <li>{@link RedisConfig.Standalone}: where it is;
 *   <li>{@link KronosClient}: enqueues there, with {@link io.kronosq.task.PayloadCodec#plain()};
 *   <li>{@link Inspector}: looks at what was enqueued.
 * </ul>
 *
 * <p>Client and inspector are shared by the tests of the class, and closed after it. After each
 * test Redis is emptied, so that the next one finds none of its tasks; what a {@code @BeforeAll}
 * method enqueues is there for the first test only. Tests of one class must therefore not run in
 * parallel; classes may. Nested classes share the Redis of the outermost.
 *
 * <pre>{@code
 * @ExtendWith(RedisExtension.class)
 * class SignupsTest {
 *   @Test
 *   void signupSendsOneMail(KronosClient client, Inspector inspector) {
 *     new Signups(client).signUp("ann@example.org");
 *
 *     assertEquals(1, inspector.queue("critical").pending());
 *   }
 *
 *   @Test
 *   void mailIsSent(RedisConfig.Standalone redis) {
 *     try (KronosServer server = KronosServer.builder(redis).queue("critical", 1).router(mails()).build()) {
 *       server.start();
 *       …
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>It is a real redis-server from a packaged binary, on a free port of the loopback interface,
 * without data on disk. With {@code kronosq.test.redis=container}, as a system property or JUnit
 * configuration parameter, it is one in a container instead, if {@code
 * org.testcontainers:testcontainers} is on the class path and Docker answers; where Docker does
 * not, a warning is logged and the packaged one is used.
 */
public final class RedisExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
  /** Chooses the kind of Redis: {@code embedded}, the default, or {@code container}. */
  public static final String KIND_PROPERTY = "kronosq.test.redis";

  private static final Namespace NAMESPACE = Namespace.create(RedisExtension.class);

  /** For JUnit. */
  public RedisExtension() {}

  /**
   * Starts Redis.
   *
   * @param context of the test class
   * @throws ExtensionConfigurationException when {@value #KIND_PROPERTY} has another value, or
   *     names a container and Testcontainers is missing
   */
  @Override
  public void beforeAll(ExtensionContext context) {
    startIfMissing(context);
  }

  /**
   * Starts Redis where JUnit did not call {@link #beforeAll}, because an instance field registers
   * this extension; it then lives for one test.
   *
   * @param context of the test
   * @throws ExtensionConfigurationException as {@link #beforeAll}
   */
  @Override
  public void beforeEach(ExtensionContext context) {
    startIfMissing(context);
  }

  /**
   * Empties Redis.
   *
   * @param context of the test
   * @throws java.io.UncheckedIOException when Redis does not answer
   */
  @Override
  public void afterEach(ExtensionContext context) {
    TestRedis redis = find(context);
    if (redis != null) {
      redis.flush();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == RedisConfig.Standalone.class
        || type == KronosClient.class
        || type == Inspector.class;
  }

  /**
   * The value of a parameter.
   *
   * @throws ParameterResolutionException when Redis is not started yet, which is so for
   *     constructors where an instance field registers this extension
   */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestRedis redis = find(context);
    if (redis == null) {
      throw new ParameterResolutionException(
          "Redis is not started yet; register RedisExtension with @ExtendWith, or in a static field");
    }
    Class<?> type = parameter.getParameter().getType();
    if (type == KronosClient.class) {
      return redis.client();
    }
    return type == Inspector.class ? redis.inspector() : redis.config();
  }

  private static void startIfMissing(ExtensionContext context) {
    if (find(context) == null) {
      // JUnit closes it together with the context.
      store(context)
          .put(TestRedis.class, TestRedis.start(context.getConfigurationParameter(KIND_PROPERTY)));
    }
  }

  /** Looks in the enclosing contexts too. */
  private static @Nullable TestRedis find(ExtensionContext context) {
    return store(context).get(TestRedis.class, TestRedis.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
