package io.kronosq.cdi.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.cdi.KronosSchedule;
import io.kronosq.cdi.config.ScheduleOverride;
import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.schedule.MisfirePolicy;
import io.kronosq.schedule.Schedule;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What must hold for the schedules of an application. */
public final class ScheduleRules {
  private final Set<String> servedQueues;
  private final Function<String, ScheduleOverride> overrides;
  private final Mistakes mistakes;

  /**
   * @param servedQueues the queues that the workers serve
   * @param overrides what the configuration says about a schedule
   * @param mistakes told of each mistake
   */
  public ScheduleRules(
      Set<String> servedQueues, Function<String, ScheduleOverride> overrides, Mistakes mistakes) {
    this.servedQueues = servedQueues;
    this.overrides = overrides;
    this.mistakes = mistakes;
  }

  /**
   * Checks schedules together, and makes those that are enabled.
   *
   * @param declarations as found
   */
  public List<Schedule> schedules(List<ScheduleDeclaration> declarations) {
    Map<String, ScheduleDeclaration> byId = new LinkedHashMap<>();
    List<Schedule> schedules = new ArrayList<>();
    for (ScheduleDeclaration declaration : declarations) {
      ScheduleDeclaration other = byId.putIfAbsent(declaration.id(), declaration);
      if (other != null) {
        mistakes.add(
            MistakeCode.SCHEDULE_ID_TAKEN,
            "The schedule '"
                + declaration.id()
                + "' is declared by "
                + other.name()
                + " and by "
                + declaration.name()
                + ": give each @KronosSchedule an id of its own");
      } else if (declaration.handler().value().endsWith("*")) {
        mistakes.add(
            MistakeCode.SCHEDULE_FOR_PREFIX,
            declaration.name()
                + " has @KronosSchedule for the prefix '"
                + declaration.handler().value()
                + "': put it on the handler of a single task type");
      } else {
        ScheduleOverride override = overrides.apply(declaration.id());
        Schedule schedule = define(declaration, override);
        if (schedule != null && override.enabled()) {
          schedules.add(schedule);
        }
      }
    }
    return schedules;
  }

  private @Nullable Schedule define(ScheduleDeclaration declaration, ScheduleOverride override) {
    KronosSchedule annotation = declaration.schedule();
    String cron = Objects.requireNonNullElse(override.cron(), annotation.cron());
    String zone = Objects.requireNonNullElse(override.zone(), annotation.zone());
    String queue = annotation.queue();
    if (!queue.isEmpty() && !servedQueues.contains(queue)) {
      mistakes.add(
          MistakeCode.SCHEDULE_QUEUE_NOT_SERVED,
          declaration.name()
              + " has a schedule for the queue '"
              + queue
              + "', which the workers do not serve ("
              + String.join(", ", servedQueues)
              + "): add it to kronosq.queues, or choose one of these");
      return null;
    }
    try {
      return Schedule.of(declaration.id(), cron, task(declaration), options(declaration))
          .zone(ZoneId.of(zone))
          .misfire(MisfirePolicy.parse(annotation.misfire()))
          .overlap(annotation.overlap());
    } catch (DateTimeException e) {
      mistakes.add(
          MistakeCode.SCHEDULE_ZONE_UNKNOWN,
          declaration.name()
              + " has a schedule in the time zone '"
              + zone
              + "', which is unknown: write one such as Europe/Berlin");
    } catch (IllegalArgumentException e) {
      mistakes.add(
          MistakeCode.SCHEDULE_NOT_ALLOWED,
          declaration.name() + " has a schedule that is not allowed: " + e.getMessage());
    }
    return null;
  }

  private static Task task(ScheduleDeclaration declaration) {
    return Task.of(declaration.handler().value(), declaration.schedule().payload().getBytes(UTF_8));
  }

  private static EnqueueOption[] options(ScheduleDeclaration declaration) {
    // Mistakes of the handler itself are told elsewhere.
    List<EnqueueOption> options =
        new ArrayList<>(
            AttributeRules.defaults(declaration.handler(), (code, text) -> {}).options());
    if (!declaration.schedule().queue().isEmpty()) {
      options.add(EnqueueOption.queue(declaration.schedule().queue()));
    }
    return options.toArray(EnqueueOption[]::new);
  }
}
