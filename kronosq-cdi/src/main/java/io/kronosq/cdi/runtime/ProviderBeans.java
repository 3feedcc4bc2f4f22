package io.kronosq.cdi.runtime;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.schedule.PeriodicTaskProvider;
import jakarta.enterprise.inject.spi.Bean;
import java.util.Map;
import java.util.TreeMap;

/** The providers of periodic tasks that an application has as beans. */
final class ProviderBeans {
  private final Map<String, Bean<?>> byName = new TreeMap<>();
  private final Mistakes mistakes;

  ProviderBeans(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** Notes a bean if it is a provider. */
  void add(Bean<?> bean) {
    if (bean.getTypes().contains(PeriodicTaskProvider.class)) {
      String own = bean.getName();
      String name = bean.getBeanClass().getName() + (own == null ? "" : "#" + own);
      Bean<?> other = byName.put(name, bean);
      if (other != null && !other.equals(bean)) {
        mistakes.add(
            MistakeCode.PROVIDERS_WITHOUT_NAMES,
            "There are several beans of type PeriodicTaskProvider in "
                + bean.getBeanClass().getName()
                + ": give each a name with @Named");
      }
    }
  }

  /** The beans, by the names under which their schedules are kept. */
  Map<String, Bean<?>> found() {
    return Map.copyOf(byName);
  }
}
