package io.kronosq.cdi.handler;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.handler.HandlerDefinition.Defaults;
import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.handler.BatchFailureException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.Names;
import io.kronosq.time.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the attributes of a {@link KronosHandler} may say. */
final class AttributeRules {
  private AttributeRules() {}

  static void checkType(String type, Mistakes mistakes) {
    try {
      Names.checkType(type);
    } catch (IllegalArgumentException e) {
      mistakes.add(
          MistakeCode.TYPE_NOT_ALLOWED, "has a task type that is not allowed: " + e.getMessage());
    }
  }

  static Defaults defaults(KronosHandler handler, Mistakes mistakes) {
    List<EnqueueOption> options = new ArrayList<>();
    boolean namesQueue = !handler.queue().isEmpty() && isQueue(handler.queue(), mistakes);
    if (namesQueue) {
      options.add(EnqueueOption.queue(handler.queue()));
    }
    if (handler.maxRetry() < 0) {
      mistakes.add(
          MistakeCode.RETRIES_NEGATIVE, "has maxRetry=" + handler.maxRetry() + ": use 0 or more");
    } else if (handler.maxRetry() != EnqueueOptions.DEFAULT_MAX_RETRY) {
      options.add(EnqueueOption.maxRetry(handler.maxRetry()));
    }
    addDuration("timeout", handler.timeout(), EnqueueOption::timeout, options, mistakes);
    addDuration("retention", handler.retention(), EnqueueOption::retention, options, mistakes);
    if (handler.value().endsWith("*") && !options.isEmpty()) {
      mistakes.add(
          MistakeCode.DEFAULTS_FOR_PREFIX,
          "sets queue, maxRetry, timeout or retention for the prefix '"
              + handler.value()
              + "': these are defaults of a single task type; name the type,"
              + " or pass them as options to enqueue");
    }
    return new Defaults(namesQueue ? handler.queue() : null, List.copyOf(options));
  }

  static Predicate<Throwable> isFailure(KronosHandler handler) {
    List<Class<? extends Throwable>> postponing = List.of(handler.postponeOn());
    return failure ->
        failure instanceof BatchFailureException batch
            ? batch.failures().values().stream().anyMatch(part -> isNone(postponing, part))
            : isNone(postponing, failure);
  }

  private static boolean isNone(List<Class<? extends Throwable>> types, Throwable failure) {
    return types.stream().noneMatch(type -> type.isInstance(failure));
  }

  private static boolean isQueue(String queue, Mistakes mistakes) {
    try {
      Names.checkQueue(queue);
      return true;
    } catch (IllegalArgumentException e) {
      mistakes.add(
          MistakeCode.QUEUE_NOT_ALLOWED, "has a queue that is not allowed: " + e.getMessage());
      return false;
    }
  }

  private static void addDuration(
      String name,
      String text,
      Function<Duration, EnqueueOption> option,
      List<EnqueueOption> options,
      Mistakes mistakes) {
    if (text.isEmpty()) {
      return;
    }
    try {
      options.add(option.apply(DurationText.parse(text)));
    } catch (IllegalArgumentException e) {
      mistakes.add(
          MistakeCode.TIME_IS_NO_DURATION,
          "has " + name + "=\"" + text + "\": write a duration " + DurationText.FORM);
    }
  }
}
