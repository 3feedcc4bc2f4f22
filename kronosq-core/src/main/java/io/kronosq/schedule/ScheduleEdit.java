package io.kronosq.schedule;

import io.kronosq.task.Names;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an operator changes in a schedule. What is null stays as the application declares it.
 *
 * @param pattern other times
 * @param zone another zone
 * @param misfire another misfire policy
 * @param overlap another overlap policy
 * @param queue another queue
 * @param payload another payload; do not modify
 */
public record ScheduleEdit(
    @Nullable SchedulePattern pattern,
    @Nullable ZoneId zone,
    @Nullable MisfirePolicy misfire,
    @Nullable OverlapPolicy overlap,
    @Nullable String queue,
    byte @Nullable [] payload) {
  /** Changes nothing; to begin with. */
  public static final ScheduleEdit NONE = new ScheduleEdit(null, null, null, null, null, null);

  /**
   * With other times.
   *
   * @param value see {@link SchedulePattern#parse}
   */
  public ScheduleEdit withPattern(String value) {
    return new ScheduleEdit(SchedulePattern.parse(value), zone, misfire, overlap, queue, payload);
  }

  /** With another zone. */
  public ScheduleEdit withZone(ZoneId value) {
    return new ScheduleEdit(pattern, value, misfire, overlap, queue, payload);
  }

  /** With another misfire policy. */
  public ScheduleEdit withMisfire(MisfirePolicy value) {
    return new ScheduleEdit(pattern, zone, value, overlap, queue, payload);
  }

  /** With another overlap policy. */
  public ScheduleEdit withOverlap(OverlapPolicy value) {
    return new ScheduleEdit(pattern, zone, misfire, value, queue, payload);
  }

  /**
   * With another queue.
   *
   * @param value see {@link Names#checkQueue}
   */
  public ScheduleEdit withQueue(String value) {
    return new ScheduleEdit(pattern, zone, misfire, overlap, Names.checkQueue(value), payload);
  }

  /** With another payload. */
  public ScheduleEdit withPayload(byte[] value) {
    return new ScheduleEdit(pattern, zone, misfire, overlap, queue, value);
  }

  /** This edit upon an earlier one, of which stays what this one leaves alone. */
  ScheduleEdit upon(ScheduleEdit earlier) {
    return new ScheduleEdit(
        pattern != null ? pattern : earlier.pattern,
        zone != null ? zone : earlier.zone,
        misfire != null ? misfire : earlier.misfire,
        overlap != null ? overlap : earlier.overlap,
        queue != null ? queue : earlier.queue,
        payload != null ? payload : earlier.payload);
  }

  ScheduleDefinition applyTo(ScheduleDefinition declared) {
    ScheduleTiming timing = declared.timing();
    ScheduledTask task = declared.task();
    return new ScheduleDefinition(
        new ScheduleTiming(
            Objects.requireNonNullElse(pattern, timing.pattern()),
            Objects.requireNonNullElse(zone, timing.zone()),
            Objects.requireNonNullElse(misfire, timing.misfire()),
            Objects.requireNonNullElse(overlap, timing.overlap())),
        new ScheduledTask(
            task.type(),
            Objects.requireNonNullElse(payload, task.payload()),
            Objects.requireNonNullElse(queue, task.queue()),
            task.maxRetry(),
            task.timeout(),
            task.retention(),
            task.headers()));
  }

  /** Shows no payload. */
  @Override
  public String toString() {
    return "ScheduleEdit[pattern="
        + pattern
        + ", zone="
        + zone
        + ", misfire="
        + misfire
        + ", overlap="
        + overlap
        + ", queue="
        + queue
        + (payload == null ? "]" : ", payload of " + payload.length + " bytes]");
  }
}
