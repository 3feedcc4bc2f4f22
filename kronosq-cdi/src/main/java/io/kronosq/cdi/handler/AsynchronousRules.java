package io.kronosq.cdi.handler;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** How a handler method may say that its work goes on when it has returned: by a stage alone. */
final class AsynchronousRules {
  // Named, not linked: a server may lack the classes.
  private static final String OF_SESSION_BEANS = "jakarta.ejb.Asynchronous";
  private static final String OF_CONCURRENCY = "jakarta.enterprise.concurrent.Asynchronous";

  private AsynchronousRules() {}

  /**
   * Checks a method.
   *
   * @param beanClass the class of the bean
   * @param method the handler method
   * @param mistakes told what is wrong, without the method's name
   */
  static void check(Class<?> beanClass, Method method, Mistakes mistakes) {
    Class<?> result = method.getReturnType();
    if (has(OF_SESSION_BEANS, beanClass, method)) {
      mistakes.add(
          MistakeCode.RESULT_NOT_THERE_YET,
          "is @Asynchronous, so that its task would count as done before the work is: remove"
              + " @Asynchronous, because handlers have threads of their own, or return a"
              + " CompletionStage without it");
    } else if (CompletionStage.class.isAssignableFrom(result)) {
      return;
    } else if (Future.class.isAssignableFrom(result)) {
      mistakes.add(
          MistakeCode.RESULT_NOT_THERE_YET,
          "returns "
              + result.getSimpleName()
              + ", which does not tell when it is done, so that its task would count as done before"
              + " the work is: return a CompletionStage, or wait for the result and return that");
    } else if (has(OF_CONCURRENCY, beanClass, method)) {
      mistakes.add(
          MistakeCode.RESULT_NOT_THERE_YET,
          "is @Asynchronous and returns "
              + result.getSimpleName()
              + ", so that its task would count as done before the work is: return a"
              + " CompletionStage, or remove @Asynchronous, because handlers have threads of their"
              + " own");
    }
  }

  private static boolean has(String annotation, Class<?> beanClass, Method method) {
    return Stream.of(beanClass.getAnnotations(), method.getAnnotations())
        .flatMap(Stream::of)
        .map(Annotation::annotationType)
        .anyMatch(type -> type.getName().equals(annotation));
  }
}
