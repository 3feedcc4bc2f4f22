package io.kronosq.admin.schedule;

import io.kronosq.admin.problem.Problems;
import io.kronosq.schedule.MisfirePolicy;
import io.kronosq.schedule.OverlapPolicy;
import io.kronosq.schedule.ScheduleEdit;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed in a schedule; what is null stays.
 *
 * @param pattern its times
 * @param zone in which they are read
 * @param queue the queue of its tasks
 * @param misfire skip, run-once or catch-up(n)
 * @param overlap what becomes of a tick while the last task is not done
 * @param payload what its tasks carry
 */
public record ScheduleChange(
    @Nullable String pattern,
    @Nullable String zone,
    @Nullable String queue,
    @Nullable String misfire,
    @Nullable OverlapPolicy overlap,
    @Nullable JsonValue payload) {
  ScheduleEdit edit() {
    ScheduleEdit edit = ScheduleEdit.NONE;
    if (pattern != null) {
      ScheduleEdit before = edit;
      edit = Problems.allowing("pattern", () -> before.withPattern(pattern));
    }
    if (zone != null) {
      edit = edit.withZone(zone(zone));
    }
    if (queue != null) {
      ScheduleEdit before = edit;
      edit = Problems.allowing("queue", () -> before.withQueue(queue));
    }
    if (misfire != null) {
      edit = edit.withMisfire(Problems.allowing("misfire", () -> MisfirePolicy.parse(misfire)));
    }
    if (overlap != null) {
      edit = edit.withOverlap(overlap);
    }
    return payload == null
        ? edit
        : edit.withPayload(payload.toString().getBytes(StandardCharsets.UTF_8));
  }

  static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw Problems.refused("zone", "There is no such zone; write one such as Europe/Berlin");
    }
  }
}
