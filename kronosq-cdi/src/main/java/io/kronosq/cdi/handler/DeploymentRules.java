package io.kronosq.cdi.handler;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.task.EnqueueOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What must hold for all handlers of an application together. */
public final class DeploymentRules {
  private DeploymentRules() {}

  /**
   * The queues that the workers serve.
   *
   * @param configured names and weights; empty when not configured
   * @param handlers the application's handlers
   * @return the configured ones, else the default one and every queue that a handler names
   */
  public static Map<String, Integer> servedQueues(
      Map<String, Integer> configured, List<HandlerDefinition> handlers) {
    if (!configured.isEmpty()) {
      return configured;
    }
    Map<String, Integer> served = new LinkedHashMap<>();
    served.put(EnqueueOptions.DEFAULT_QUEUE, 1);
    for (HandlerDefinition handler : handlers) {
      String queue = handler.defaults().queue();
      if (queue != null) {
        served.put(queue, 1);
      }
    }
    return Collections.unmodifiableMap(served);
  }

  /**
   * Checks all handlers together.
   *
   * @param handlers the application's handlers
   * @param served the queues that the workers serve
   * @param mistakes told of each mistake
   */
  public static void check(
      List<HandlerDefinition> handlers, Map<String, Integer> served, Mistakes mistakes) {
    Map<String, List<HandlerDefinition>> byPattern =
        handlers.stream()
            .collect(
                Collectors.groupingBy(
                    HandlerDefinition::pattern, LinkedHashMap::new, Collectors.toList()));
    byPattern.forEach(
        (pattern, same) -> {
          if (same.size() > 1) {
            mistakes.add(
                MistakeCode.SEVERAL_HANDLERS,
                "The task type '"
                    + pattern
                    + "' has "
                    + same.size()
                    + " handlers: "
                    + same.stream()
                        .map(HandlerDefinition::name)
                        .collect(Collectors.joining(" and "))
                    + "; keep one, or give them different types");
          }
        });
    for (HandlerDefinition handler : handlers) {
      String queue = handler.defaults().queue();
      if (queue != null && !served.containsKey(queue)) {
        mistakes.add(
            MistakeCode.QUEUE_NOT_SERVED,
            handler.name()
                + " has the queue '"
                + queue
                + "', which kronosq.queues does not serve ("
                + String.join(", ", served.keySet())
                + "): add it there, or choose one of these");
      }
    }
  }
}
