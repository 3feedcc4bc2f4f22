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

/** The beans of a type of which an application may have one. */
final class SoleBean {
  private final Class<?> type;
  private final Set<Bean<?>> beans = new HashSet<>();

  SoleBean(Class<?> type) {
    this.type = type;
  }

  /** Notes a bean if it is of the type. */
  void add(Bean<?> bean) {
    if (bean.getTypes().contains(type) && bean.getQualifiers().contains(Default.Literal.INSTANCE)) {
      beans.add(bean);
    }
  }

  /** The one to use, or null when there is none. */
  @Nullable Bean<?> resolve(BeanManager beanManager, Mistakes mistakes) {
    if (beans.isEmpty()) {
      return null;
    }
    try {
      return beanManager.resolve(Set.copyOf(beans));
    } catch (AmbiguousResolutionException e) {
      mistakes.add(
          MistakeCode.SEVERAL_BEANS,
          "There are "
              + beans.size()
              + " beans of type "
              + type.getSimpleName()
              + " (in "
              + beans.stream()
                  .map(bean -> bean.getBeanClass().getName())
                  .sorted()
                  .collect(Collectors.joining(", "))
              + "): keep one, or make one an @Alternative with a @Priority");
      return null;
    }
  }
}
