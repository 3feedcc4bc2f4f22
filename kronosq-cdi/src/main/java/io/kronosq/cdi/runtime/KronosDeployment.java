package io.kronosq.cdi.runtime;

import io.kronosq.cdi.config.ConfiguredNotifier;
import io.kronosq.cdi.config.KronosConfig;
import io.kronosq.cdi.event.Observers;
import io.kronosq.cdi.handler.HandlerDefinition;
import io.kronosq.cdi.handler.RetryPolicies;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.schedule.Schedule;
import jakarta.enterprise.inject.spi.Bean;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in an application, without a mistake.
 *
 * @param config its configuration
 * @param handlers its handlers
 * @param queues the queues that its workers serve, with weights
 * @param queueConcurrency how many handlers of a queue run at a time, where that is configured
 * @param limits what they bring along for these queues
 * @param retryPolicies the policies that its handlers name
 * @param exchange what it brings for the way between its code and Redis
 * @param observers which observers of task events it has
 * @param scheduling what it has enqueued at times
 * @param notifiers who else is told of task events
 */
public record KronosDeployment(
    KronosConfig config,
    List<HandlerDefinition> handlers,
    Map<String, Integer> queues,
    Map<String, Integer> queueConcurrency,
    Map<String, LimitSettings> limits,
    RetryPolicies retryPolicies,
    Exchange exchange,
    Observers observers,
    Scheduling scheduling,
    List<ConfiguredNotifier> notifiers) {
  /**
   * What an application brings for the way between its code and Redis.
   *
   * @param codec its own codec, or null for JSON-B
   * @param propagator its own propagator of traces, or null for the W3C one
   * @param metrics who is told what is to be measured, or null for nobody
   */
  public record Exchange(
      @Nullable Bean<?> codec, @Nullable Bean<?> propagator, @Nullable Bean<?> metrics) {}

  /**
   * What an application has enqueued at times.
   *
   * @param schedules those it declares
   * @param providers beans that tell of more, by name
   */
  public record Scheduling(List<Schedule> schedules, Map<String, Bean<?>> providers) {}

  /** Whether there is anything for workers to do. */
  public boolean needsWorkers() {
    return config.enabled() && !handlers.isEmpty();
  }

  /** Whether there is anything to be enqueued at times. */
  public boolean needsSchedules() {
    return config.enabled()
        && !(scheduling.schedules().isEmpty() && scheduling.providers().isEmpty());
  }

  /** Whether there is an outbox from which tasks are to be sent. */
  public boolean needsRelay() {
    return config.enabled() && config.client().outbox() != null;
  }
}
