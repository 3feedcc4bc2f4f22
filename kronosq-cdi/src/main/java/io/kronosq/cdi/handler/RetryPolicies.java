package io.kronosq.cdi.handler;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.handler.RetryPolicy;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The retry policies that handlers name: beans where there are such, else plain objects. */
public final class RetryPolicies {
  private final Map<Class<?>, Bean<?>> beans = new HashMap<>();

  /**
   * Notes a bean that may be named as a retry policy.
   *
   * @param beanClass the bean's class
   * @param bean the bean
   */
  public void add(Class<?> beanClass, Bean<?> bean) {
    if (RetryPolicy.class.isAssignableFrom(beanClass)) {
      beans.put(beanClass, bean);
    }
  }

  /**
   * Checks that every policy that is named can be had.
   *
   * @param handlers the application's handlers
   * @param mistakes told of each mistake
   */
  public void check(List<HandlerDefinition> handlers, Mistakes mistakes) {
    for (HandlerDefinition handler : handlers) {
      Class<? extends RetryPolicy> policy = handler.retryPolicy();
      if (policy != null && !beans.containsKey(policy) && !isConstructible(policy)) {
        mistakes.add(
            MistakeCode.RETRY_POLICY_UNUSABLE,
            handler.name()
                + " has the retry policy "
                + policy.getName()
                + ", which is no bean and has no public constructor without parameters:"
                + " give it a scope such as @ApplicationScoped, or such a constructor");
      }
    }
  }

  /**
   * A policy that was checked before.
   *
   * @param policy its class
   * @param beanManager of the application
   * @param creation what dependent objects end with
   */
  public RetryPolicy get(
      Class<? extends RetryPolicy> policy, BeanManager beanManager, CreationalContext<?> creation) {
    Bean<?> bean = beans.get(policy);
    if (bean != null) {
      return (RetryPolicy) beanManager.getReference(bean, beanType(bean, policy), creation);
    }
    try {
      return policy.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The retry policy " + policy.getName() + " failed", e);
    }
  }

  /** A session bean may show the interface only. */
  private static Class<?> beanType(Bean<?> bean, Class<?> policy) {
    return bean.getTypes().contains(policy) ? policy : RetryPolicy.class;
  }

  private static boolean isConstructible(Class<?> policy) {
    return Modifier.isPublic(policy.getModifiers())
        && !Modifier.isAbstract(policy.getModifiers())
        && Arrays.stream(policy.getConstructors())
            .anyMatch(constructor -> constructor.getParameterCount() == 0);
  }
}
