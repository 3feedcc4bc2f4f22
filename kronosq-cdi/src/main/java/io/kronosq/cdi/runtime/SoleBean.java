package io.kronosq.cdi.runtime;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The beans of a type of which an application may have one. A {@link StandIn} is used where it has
 * none.
 */
final class SoleBean {
  private final Class<?> type;
  private final Set<Bean<?>> beans = new HashSet<>();
  private final Set<Bean<?>> standIns = new HashSet<>();

  SoleBean(Class<?> type) {
    this.type = type;
  }

  /** Notes a bean if it is of the type. */
  void add(Bean<?> bean) {
    if (!bean.getTypes().contains(type)) {
      return;
    }
    if (bean.getQualifiers().contains(StandIn.Literal.INSTANCE)) {
      standIns.add(bean);
    } else if (bean.getQualifiers().contains(Default.Literal.INSTANCE)) {
      beans.add(bean);
    }
  }

  /** The one to use, or null when there is none. */
  @Nullable Bean<?> resolve(BeanManager beanManager, Mistakes mistakes) {
    Set<Bean<?>> candidates = beans.isEmpty() ? standIns : beans;
    if (candidates.isEmpty()) {
      return null;
    }
    try {
      return beanManager.resolve(Set.copyOf(candidates));
    } catch (AmbiguousResolutionException e) {
      mistakes.add(
          MistakeCode.SEVERAL_BEANS,
          "There are "
              + candidates.size()
              + " beans of type "
              + type.getSimpleName()
              + " (in "
              + candidates.stream()
                  .map(bean -> bean.getBeanClass().getName())
                  .sorted()
                  .collect(Collectors.joining(", "))
              + "): keep one, or make one an @Alternative with a @Priority");
      return null;
    }
  }
}
