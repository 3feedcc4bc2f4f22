package io.kronosq.cdi.handler;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a bean's handler method is reached from outside: through the bean's class, or through an
 * interface where the bean shows only that, as session beans with a local business interface do.
 *
 * @param type a bean type
 * @param method the method on that type
 */
record ClientView(Type type, Method method) {
  /**
   * Finds the way to a method.
   *
   * @param beanTypes the types that the bean shows
   * @param method the handler method of the bean's class
   * @return empty when no bean type has the method
   */
  static Optional<ClientView> find(Set<Type> beanTypes, Method method) {
    List<ClientView> views = new ArrayList<>();
    for (Type type : beanTypes) {
      Class<?> shown = rawClass(type);
      if (shown.isInterface()) {
        onInterface(shown, method).ifPresent(found -> views.add(new ClientView(type, found)));
      } else if (method.getDeclaringClass().isAssignableFrom(shown)) {
        return Optional.of(new ClientView(type, method));
      }
    }
    return views.stream().findFirst();
  }

  private static Optional<Method> onInterface(Class<?> shown, Method method) {
    List<Method> candidates =
        Arrays.stream(shown.getMethods())
            .filter(candidate -> candidate.getName().equals(method.getName()))
            .filter(candidate -> accepts(candidate, method))
            .toList();
    return candidates.stream()
        .filter(candidate -> sameParameters(candidate, method))
        .findFirst()
        .or(() -> candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty());
  }

  /** A generic interface takes wider parameters than the class that implements it. */
  private static boolean accepts(Method candidate, Method method) {
    Class<?>[] wider = candidate.getParameterTypes();
    Class<?>[] given = method.getParameterTypes();
    boolean accepted = wider.length == given.length;
    for (int i = 0; accepted && i < given.length; i++) {
      accepted = wider[i].isAssignableFrom(given[i]);
    }
    return accepted;
  }

  private static boolean sameParameters(Method candidate, Method method) {
    return Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes());
  }

  private static Class<?> rawClass(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    }
    return type instanceof Class<?> plain ? plain : Object.class;
  }
}
