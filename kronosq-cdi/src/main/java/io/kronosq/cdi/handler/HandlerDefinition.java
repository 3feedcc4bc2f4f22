package io.kronosq.cdi.handler;

import io.kronosq.handler.RetryPolicy;
import io.kronosq.task.EnqueueOption;
import jakarta.enterprise.inject.spi.Bean;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A handler as found in a bean.
 *
 * @param pattern the task type, or a prefix followed by {@code *}
 * @param name class and method, for messages
 * @param bean the bean that has it
 * @param view how the bean is called
 * @param arguments where the method's arguments come from, in their order
 * @param defaults options for tasks of its type
 * @param retryPolicy class of its retry policy, or null for the library's
 * @param isFailure whether an exception spends a retry
 */
public record HandlerDefinition(
    String pattern,
    String name,
    Bean<?> bean,
    ClientView view,
    List<Argument> arguments,
    Defaults defaults,
    @Nullable Class<? extends RetryPolicy> retryPolicy,
    Predicate<Throwable> isFailure) {

  /**
   * Options for tasks of a handler's type.
   *
   * @param queue the queue, or null for the default one
   * @param options for the client
   */
  public record Defaults(@Nullable String queue, List<EnqueueOption> options) {
    /** These and others, which win. */
    Defaults and(List<EnqueueOption> others) {
      return new Defaults(queue, Stream.concat(options.stream(), others.stream()).toList());
    }
  }

  /** Whether the pattern is a prefix. */
  public boolean isPrefix() {
    return pattern.endsWith("*");
  }
}
