package io.kronosq.cdi.runtime;

import io.kronosq.cdi.KronosDeploymentException;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.config.ConfiguredNotifier;
import io.kronosq.cdi.config.KronosConfig;
import io.kronosq.cdi.config.LimitConfig;
import io.kronosq.cdi.config.QueueConcurrency;
import io.kronosq.cdi.config.ScheduleOverride;
import io.kronosq.cdi.config.UnknownKeys;
import io.kronosq.cdi.event.Observers;
import io.kronosq.cdi.handler.DeploymentRules;
import io.kronosq.cdi.handler.HandlerDefinition;
import io.kronosq.cdi.handler.HandlerScanner;
import io.kronosq.cdi.handler.RetryPolicies;
import io.kronosq.cdi.handler.ScheduleRules;
import io.kronosq.cdi.handler.ScheduleScanner;
import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.MistakeList;
import io.kronosq.event.TaskEvent;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.metric.MetricsListener;
import io.kronosq.schedule.Schedule;
import io.kronosq.task.PayloadCodec;
import io.kronosq.trace.TracePropagator;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.enterprise.inject.spi.ProcessSessionBean;
import jakarta.enterprise.inject.spi.SessionBeanType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds handlers, observers and the codec of an application, and refuses it for any mistake. */
public class KronosExtension implements Extension {
  private static final Logger LOG = LoggerFactory.getLogger(KronosExtension.class);

  private final MistakeList mistakes = new MistakeList();
  private final HandlerScanner scanner = new HandlerScanner(mistakes);
  private final ScheduleScanner schedules = new ScheduleScanner(mistakes);
  private final ProviderBeans providers = new ProviderBeans(mistakes);
  private final RetryPolicies retryPolicies = new RetryPolicies();
  private final SoleBean codecs = new SoleBean(PayloadCodec.class);
  private final SoleBean propagators = new SoleBean(TracePropagator.class);
  private final SoleBean metrics = new SoleBean(MetricsListener.class);
  private final Set<String> classesWithoutBean = new TreeSet<>();
  private Observers observers = Observers.NONE;
  private @Nullable KronosDeployment deployment;

  /** Notes classes that ask for tasks, to tell of those that never become beans. */
  public void onClass(
      @Observes @WithAnnotations(KronosHandler.class) ProcessAnnotatedType<?> event) {
    Class<?> type = event.getAnnotatedType().getJavaClass();
    if (!Modifier.isAbstract(type.getModifiers())) {
      classesWithoutBean.add(type.getName());
    }
  }

  /** Looks for handlers. Called for session beans too, whose event is a subtype. */
  public void onManagedBean(@Observes ProcessManagedBean<?> event) {
    Class<?> type = event.getAnnotatedBeanClass().getJavaClass();
    classesWithoutBean.remove(type.getName());
    retryPolicies.add(type, event.getBean());
    scanner.scan(event.getAnnotatedBeanClass(), event.getBean(), isStateful(event));
    schedules.scan(event.getAnnotatedBeanClass());
  }

  /** Looks for a codec and for providers of periodic tasks, whatever kind of bean they are. */
  public void onBean(@Observes ProcessBean<?> event) {
    codecs.add(event.getBean());
    propagators.add(event.getBean());
    metrics.add(event.getBean());
    providers.add(event.getBean());
  }

  /** Looks for observers of task events. */
  public void onObserver(@Observes ProcessObserverMethod<TaskEvent, ?> event) {
    observers = observers.and(event.getObserverMethod().isAsync());
  }

  /** Checks all of it together. */
  public void onValidation(@Observes AfterDeploymentValidation event, BeanManager beanManager) {
    KronosConfig config = readConfig();
    List<HandlerDefinition> handlers = scanner.found();
    if (config != null) {
      Map<String, Integer> queues =
          DeploymentRules.servedQueues(config.workers().queues(), handlers);
      DeploymentRules.check(handlers, queues, mistakes);
      retryPolicies.check(handlers, mistakes);
      deployment =
          new KronosDeployment(
              config,
              handlers,
              queues,
              QueueConcurrency.read(ConfigProvider.getConfig(), queues.keySet(), mistakes),
              limits(queues),
              retryPolicies,
              new KronosDeployment.Exchange(
                  codecs.resolve(beanManager, mistakes),
                  propagators.resolve(beanManager, mistakes),
                  metrics.resolve(beanManager, mistakes)),
              observers,
              new KronosDeployment.Scheduling(schedules(queues), providers.found()),
              ConfiguredNotifier.readAll(ConfigProvider.getConfig(), mistakes));
    }
    classesWithoutBean.forEach(KronosExtension::warnOfClassWithoutBean);
    if (!mistakes.isEmpty()) {
      event.addDeploymentProblem(new KronosDeploymentException(mistakes.all()));
    }
  }

  /**
   * What was found; there once the deployment was validated.
   *
   * @throws IllegalStateException when it was not
   */
  public KronosDeployment deployment() {
    if (deployment == null) {
      throw new IllegalStateException("Kronosq is used before the application was validated");
    }
    return deployment;
  }

  private Map<String, LimitSettings> limits(Map<String, Integer> queues) {
    Config source = ConfigProvider.getConfig();
    Map<String, LimitSettings> limits = new HashMap<>();
    queues.keySet().forEach(queue -> limits.put(queue, LimitConfig.read(source, queue, mistakes)));
    return limits;
  }

  private List<Schedule> schedules(Map<String, Integer> queues) {
    Config source = ConfigProvider.getConfig();
    return new ScheduleRules(
            queues.keySet(), id -> ScheduleOverride.read(source, id, mistakes), mistakes)
        .schedules(schedules.found());
  }

  private @Nullable KronosConfig readConfig() {
    Config source;
    try {
      source = ConfigProvider.getConfig();
    } catch (IllegalStateException | LinkageError e) {
      mistakes.add(
          MistakeCode.CONFIG_MISSING,
          "MicroProfile Config is missing ("
              + e.getMessage()
              + "): enable it in the server, or add an implementation to the application");
      return null;
    }
    new UnknownKeys(name -> System.getenv(name) != null)
        .warnings(source.getPropertyNames())
        .forEach(LOG::warn);
    return KronosConfig.read(source, mistakes);
  }

  private static boolean isStateful(ProcessManagedBean<?> event) {
    return event instanceof ProcessSessionBean<?> session
        && session.getSessionBeanType() == SessionBeanType.STATEFUL;
  }

  private static void warnOfClassWithoutBean(String type) {
    LOG.warn(
        "{} has @KronosHandler but is no enabled bean, so that it processes nothing;"
            + " give it a scope such as @ApplicationScoped",
        type);
  }
}
