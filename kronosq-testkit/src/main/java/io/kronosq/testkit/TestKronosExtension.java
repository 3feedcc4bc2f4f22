package io.kronosq.testkit;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link TestKronos} of its own, and passes it to constructors and methods that
 * ask for one of
 *
 * <ul>
 *   <li>{@link TestKronos} itself;
 *   <li>{@link KronosClient}, {@link Inspector}, {@link TestClock}: those of it.
 * </ul>
 *
 * <p>It is opened for the first that asks, and closed after the test. Where JUnit keeps one
 * instance of the class for all tests, a parameter of the constructor or of a {@code @BeforeAll}
 * method is shared by them, and tests must not run in parallel. Its Redis, which {@link
 * RedisExtension#KIND_PROPERTY} chooses, is started once and ends with the run. Tests may run in
 * parallel.
 *
 * <pre>{@code
 * @RegisterExtension
 * static TestKronosExtension kronos =
 *     TestKronosExtension.with(settings -> settings.codec(json).startAt(Instant.EPOCH));
 * }</pre>
 *
 * @see KronosTest
 */
public final class TestKronosExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(TestKronosExtension.class);

  private final UnaryOperator<TestKronos.Builder> settings;

  /** With default settings. */
  public TestKronosExtension() {
    this(UnaryOperator.identity());
  }

  private TestKronosExtension(UnaryOperator<TestKronos.Builder> settings) {
    this.settings = settings;
  }

  /**
   * With settings, for a field with {@code @RegisterExtension}.
   *
   * @param settings made for each test
   */
  public static TestKronosExtension with(UnaryOperator<TestKronos.Builder> settings) {
    return new TestKronosExtension(settings);
  }

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestKronos.class
        || type == KronosClient.class
        || type == Inspector.class
        || type == TestClock.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestKronos kronos = kronos(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == KronosClient.class) {
      return kronos.client();
    }
    if (type == Inspector.class) {
      return kronos.inspector();
    }
    return type == TestClock.class ? kronos.clock() : kronos;
  }

  /** JUnit closes it together with the context. */
  private TestKronos kronos(ExtensionContext context) {
    Optional<String> kind = context.getConfigurationParameter(RedisExtension.KIND_PROPERTY);
    context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(SharedRedis.class, key -> SharedRedis.use(kind), SharedRedis.class);
    Store store = context.getStore(NAMESPACE);
    return store.computeIfAbsent(
        TestKronos.class,
        key -> settings.apply(TestKronos.builder().redis(kind)).build(),
        TestKronos.class);
  }
}
