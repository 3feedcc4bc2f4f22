package io.kronosq.cdi.handler;

import io.kronosq.cdi.KronosBatch;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.MistakeList;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.handler.AsyncTaskHandler;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskHandler;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the handlers of beans, and what is wrong with them. For use by one thread. */
public final class HandlerScanner {
  private static final Set<Class<? extends Annotation>> UNUSABLE_SCOPES =
      Set.of(SessionScoped.class, ConversationScoped.class);

  private final Mistakes mistakes;
  private final List<HandlerDefinition> found = new ArrayList<>();

  /**
   * @param mistakes told of each mistake, with class, method and remedy
   */
  public HandlerScanner(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The handlers found so far, those without a mistake. */
  public List<HandlerDefinition> found() {
    return List.copyOf(found);
  }

  /**
   * Looks for handlers in a bean.
   *
   * @param type the bean's class as the container sees it
   * @param bean the bean
   * @param stateful whether it is a stateful session bean
   */
  public void scan(AnnotatedType<?> type, Bean<?> bean, boolean stateful) {
    List<Candidate> candidates = candidates(type);
    for (Candidate candidate : candidates) {
      MistakeList wrong = new MistakeList();
      HandlerDefinition definition = define(candidate, bean, wrong);
      if (stateful) {
        wrong.add(
            MistakeCode.STATEFUL_BEAN,
            "belongs to a @Stateful bean, which has one caller: use @Stateless or @Singleton");
      }
      if (UNUSABLE_SCOPES.contains(bean.getScope())) {
        wrong.add(
            MistakeCode.SCOPE_NOT_ACTIVE,
            "belongs to a @"
                + bean.getScope().getSimpleName()
                + " bean, and no such scope is active while a task is processed:"
                + " use @ApplicationScoped, @RequestScoped or @Dependent");
      }
      wrong.tell((code, text) -> mistakes.add(code, candidate.name() + " " + text));
      if (wrong.isEmpty() && definition != null) {
        found.add(definition);
      }
    }
    annotatedInterfaceMethods(type.getJavaClass()).forEach(this::refuseInterfaceMethod);
  }

  private record Candidate(
      String name, KronosHandler handler, @Nullable KronosBatch batch, Method method) {}

  private List<Candidate> candidates(AnnotatedType<?> type) {
    List<Candidate> candidates = new ArrayList<>();
    Class<?> beanClass = type.getJavaClass();
    KronosHandler onClass = type.getAnnotation(KronosHandler.class);
    KronosBatch batchOnClass = type.getAnnotation(KronosBatch.class);
    if (onClass == null && batchOnClass != null) {
      refuseBatchAlone(beanClass.getName());
    }
    if (onClass != null) {
      if (TaskHandler.class.isAssignableFrom(beanClass)
          || AsyncTaskHandler.class.isAssignableFrom(beanClass)) {
        candidates.add(
            new Candidate(beanClass.getName(), onClass, batchOnClass, handleMethod(beanClass)));
      } else {
        mistakes.add(
            MistakeCode.CLASS_IS_NO_TASK_HANDLER,
            beanClass.getName()
                + " has @KronosHandler on the class but implements neither TaskHandler nor"
                + " AsyncTaskHandler: implement one, or put the annotation on a method");
      }
    }
    for (AnnotatedMethod<?> method : type.getMethods()) {
      KronosHandler onMethod = method.getAnnotation(KronosHandler.class);
      KronosBatch batch = method.getAnnotation(KronosBatch.class);
      Method member = method.getJavaMember();
      if (member.isBridge() || isOverridden(member, beanClass)) {
        continue;
      }
      if (onMethod != null) {
        candidates.add(new Candidate(name(beanClass, member), onMethod, batch, member));
      } else if (batch != null) {
        refuseBatchAlone(name(beanClass, member));
      }
    }
    return candidates;
  }

  private static @Nullable HandlerDefinition define(
      Candidate candidate, Bean<?> bean, MistakeList wrong) {
    KronosHandler handler = candidate.handler();
    Method method = candidate.method();
    AttributeRules.checkType(handler.value(), wrong);
    KronosBatch batch = candidate.batch();
    List<Argument> arguments = SignatureRules.arguments(method, batch != null, wrong);
    AsynchronousRules.check(bean.getBeanClass(), method, wrong);
    HandlerDefinition.Defaults defaults = AttributeRules.defaults(handler, wrong);
    if (batch != null) {
      defaults = defaults.and(BatchRules.defaults(handler, batch, wrong));
    }
    ClientView view = ClientView.find(bean.getTypes(), method).orElse(null);
    if (view == null) {
      if (wrong.isEmpty()) {
        wrong.add(
            MistakeCode.METHOD_NOT_REACHABLE,
            "is not reachable, because the bean shows only "
                + shown(bean)
                + ": add the method to a business interface, or @LocalBean to the class");
      }
      return null;
    }
    Class<? extends RetryPolicy> policy = handler.retryPolicy();
    return new HandlerDefinition(
        handler.value(),
        candidate.name(),
        bean,
        view,
        arguments,
        defaults,
        policy == RetryPolicy.class ? null : policy,
        AttributeRules.isFailure(handler));
  }

  private void refuseBatchAlone(String name) {
    mistakes.add(
        MistakeCode.BATCH_WITHOUT_HANDLER,
        name
            + " has @KronosBatch without @KronosHandler: add it, so that there is someone to process"
            + " the tasks");
  }

  private void refuseInterfaceMethod(Method method) {
    mistakes.add(
        MistakeCode.ANNOTATED_INTERFACE_METHOD,
        name(method.getDeclaringClass(), method)
            + " has @KronosHandler on a method of an interface, where it has no effect:"
            + " put it on the method of the class");
  }

  private static List<Method> annotatedInterfaceMethods(Class<?> beanClass) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
      for (Class<?> shown : type.getInterfaces()) {
        Arrays.stream(shown.getMethods())
            .filter(method -> method.isAnnotationPresent(KronosHandler.class))
            .forEach(methods::add);
      }
    }
    return methods;
  }

  static boolean isOverridden(Method method, Class<?> beanClass) {
    if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
      return false;
    }
    for (Class<?> type = beanClass;
        type != null && type != method.getDeclaringClass();
        type = type.getSuperclass()) {
      if (Arrays.stream(type.getDeclaredMethods())
          .anyMatch(other -> sameSignature(other, method))) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameSignature(Method a, Method b) {
    return a.getName().equals(b.getName())
        && Arrays.equals(a.getParameterTypes(), b.getParameterTypes());
  }

  private static Method handleMethod(Class<?> beanClass) {
    try {
      return beanClass.getMethod("handle", TaskContext.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(beanClass + " is a handler without the method handle", e);
    }
  }

  private static String shown(Bean<?> bean) {
    return bean.getTypes().stream()
        .filter(type -> type != Object.class)
        .map(java.lang.reflect.Type::getTypeName)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  static String name(Class<?> owner, Method method) {
    return owner.getName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
