package io.kronosq.testkit;

import io.kronosq.cdi.runtime.EngineSubstitute;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.cdi.runtime.KronosProducer;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterTypeDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.inject.Singleton;
import java.util.function.UnaryOperator;

/**
 * Has a CDI application run its tasks when the test says so: {@code @Inject TestKronos} gives the
 * test what drives them, the application's own client, handlers and schedules are used, and neither
 * its configured Redis nor its workers are. With Weld-JUnit:
 *
 * <pre>{@code
 * @EnableWeld
 * class SignUpsTest {
 *   @WeldSetup
 *   WeldInitiator weld =
 *       WeldInitiator.of(
 *           WeldInitiator.createWeld()
 *               .addExtensions(new KronosExtension(), new ManualEngineExtension())
 *               .addBeanClass(SignUps.class));
 *
 *   @Inject SignUps signUps;
 *   @Inject TestKronos kronos;
 *   …
 * }
 * }</pre>
 *
 * <p>In an archive for Arquillian it is named as a service provider of {@link Extension}. Never put
 * it into an archive for production: nothing would process tasks there.
 */
public class ManualEngineExtension implements Extension {
  private final UnaryOperator<TestKronos.Builder> settings;
  private boolean hasLifecycle;
  private boolean hasProducer;

  /** With default settings. */
  public ManualEngineExtension() {
    this(UnaryOperator.identity());
  }

  /**
   * With settings, such as the time at first.
   *
   * @param settings made for each container; handlers and codec are the application's
   */
  public ManualEngineExtension(UnaryOperator<TestKronos.Builder> settings) {
    this.settings = settings;
  }

  /** Notes whether the library's archive was scanned. */
  public void onLifecycle(@Observes ProcessAnnotatedType<KronosLifecycle> event) {
    hasLifecycle = true;
  }

  /** Notes whether the library's archive was scanned. */
  public void onProducer(@Observes ProcessAnnotatedType<KronosProducer> event) {
    hasProducer = true;
  }

  /** Adds the library's beans where only named classes are beans. */
  public void onTypes(@Observes AfterTypeDiscovery event) {
    if (!hasLifecycle) {
      event.addAnnotatedType(KronosLifecycle.class, KronosLifecycle.class.getName());
    }
    if (!hasProducer) {
      event.addAnnotatedType(KronosProducer.class, KronosProducer.class.getName());
    }
  }

  /** Adds what drives the application. */
  public void onBeans(@Observes AfterBeanDiscovery event) {
    event
        .<TestKronos>addBean()
        .beanClass(ManualEngineExtension.class)
        .types(TestKronos.class, EnqueuedTasks.class, Object.class)
        .scope(Singleton.class)
        .createWith(creation -> settings.apply(TestKronos.builder()).build())
        .destroyWith((kronos, creation) -> kronos.close());
    event
        .<EngineSubstitute>addBean()
        .beanClass(ManualEngineExtension.class)
        .types(EngineSubstitute.class, Object.class)
        .scope(Dependent.class)
        .produceWith(beans -> new DrivenApplication(beans.select(TestKronos.class).get()));
  }
}
