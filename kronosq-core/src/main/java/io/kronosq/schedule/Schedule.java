package io.kronosq.schedule;

import static java.util.Objects.requireNonNull;

import io.kronosq.task.Due;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.Names;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.Task;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A schedule as an application declares it: an id, times, and the task to be enqueued at each of
 * them. Immutable.
 */
public final class Schedule {
  /** Longest id, in UTF-16 units. */
  public static final int MAX_ID_LENGTH = 200;

  /** Header of a scheduled task: the schedule's id. */
  public static final String ID_HEADER = "kronosq-schedule";

  /** Header of a scheduled task: the time that it is for, such as {@code 2026-03-29T01:00:00Z}. */
  public static final String TICK_HEADER = "kronosq-tick";

  private final String id;
  private final ScheduleTiming timing;
  private final Task task;
  private final List<EnqueueOption> options;

  private Schedule(String id, ScheduleTiming timing, Task task, List<EnqueueOption> options) {
    this.id = id;
    this.timing = timing;
    this.task = task;
    this.options = options;
  }

  /**
   * A schedule in UTC that runs the latest of missed ticks, and lets tasks overlap.
   *
   * @param id names it for servers, redeployments and operators; 1 to {@value #MAX_ID_LENGTH}
   *     characters
   * @param pattern see {@link SchedulePattern#parse}
   * @param task what is enqueued
   * @param options see {@link EnqueueOption}: queue, maxRetry, timeout, retention and headers
   * @throws IllegalArgumentException when one of them is not allowed
   */
  public static Schedule of(String id, String pattern, Task task, EnqueueOption... options) {
    checkId(id);
    List<EnqueueOption> copy = List.of(options);
    checkOptions(id, EnqueueOptions.from(copy));
    return new Schedule(
        id,
        new ScheduleTiming(
            SchedulePattern.parse(pattern),
            ZoneOffset.UTC,
            MisfirePolicy.RUN_ONCE,
            OverlapPolicy.ALLOW),
        requireNonNull(task, "task"),
        copy);
  }

  private static void checkId(String id) {
    Names.checkId(id);
    if (id.length() > MAX_ID_LENGTH) {
      throw new IllegalArgumentException(
          "Schedule id '"
              + id.substring(0, 40)
              + "…' has "
              + id.length()
              + " characters; at most "
              + MAX_ID_LENGTH
              + " are allowed");
    }
  }

  private static void checkOptions(String id, EnqueueOptions options) {
    String refused =
        options.taskId() != null
            ? "a task id"
            : options.unique() != null
                ? "a unique lock (use the overlap policy)"
                : options.limitKey() != null
                    ? "a limit key"
                    : options.deadline() != null
                        ? "a deadline"
                        : options.group() != null
                            ? "a group"
                            : options.due() instanceof Due.Now ? null : "a delay";
    if (refused != null) {
      throw new IllegalArgumentException(
          "Schedule '" + id + "' can't give its tasks " + refused + ": remove the option");
    }
  }

  /** The same in another zone. */
  public Schedule zone(ZoneId value) {
    return with(new ScheduleTiming(timing.pattern(), value, timing.misfire(), timing.overlap()));
  }

  /** The same with another misfire policy. */
  public Schedule misfire(MisfirePolicy value) {
    return with(new ScheduleTiming(timing.pattern(), timing.zone(), value, timing.overlap()));
  }

  /** The same with another overlap policy. */
  public Schedule overlap(OverlapPolicy value) {
    return with(new ScheduleTiming(timing.pattern(), timing.zone(), timing.misfire(), value));
  }

  private Schedule with(ScheduleTiming value) {
    return new Schedule(id, value, task, options);
  }

  /** Its id. */
  public String id() {
    return id;
  }

  /** When it has its ticks. */
  public ScheduleTiming timing() {
    return timing;
  }

  /** What it enqueues. */
  public Task task() {
    return task;
  }

  /**
   * What is stored of it.
   *
   * @param codec writes the payload
   * @throws io.kronosq.task.PayloadException when it can't be written
   */
  public ScheduleDefinition define(PayloadCodec codec) {
    byte[] payload = task.payload() instanceof byte[] bytes ? bytes : codec.encode(task.payload());
    return new ScheduleDefinition(
        timing, ScheduledTask.of(task.type(), payload, EnqueueOptions.from(options)));
  }

  @Override
  public String toString() {
    return "Schedule[" + id + ": " + timing.pattern() + " " + timing.zone() + "]";
  }
}
