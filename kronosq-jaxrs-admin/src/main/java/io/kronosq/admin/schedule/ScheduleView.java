package io.kronosq.admin.schedule;

import io.kronosq.admin.query.Versions;
import io.kronosq.admin.task.PayloadView;
import io.kronosq.schedule.OverlapPolicy;
import io.kronosq.schedule.ScheduleEdit;
import io.kronosq.schedule.ScheduleInfo;
import io.kronosq.schedule.ScheduleSource;
import io.kronosq.schedule.ScheduleTiming;
import io.kronosq.schedule.ScheduledTask;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schedule. JSON-B writes what its getters tell. */
public final class ScheduleView {
  private final ScheduleInfo schedule;
  private final ScheduleTiming timing;
  private final ScheduledTask task;
  private final List<Instant> nextTicks;
  private final @Nullable PayloadView payload;

  /**
   * @param schedule what holds
   * @param nextTicks the ticks to come
   * @param payload what its tasks carry; null where that is not told
   */
  ScheduleView(ScheduleInfo schedule, List<Instant> nextTicks, @Nullable PayloadView payload) {
    this.schedule = schedule;
    this.nextTicks = List.copyOf(nextTicks);
    this.payload = payload;
    timing = schedule.effective().timing();
    task = schedule.effective().task();
  }

  /** What two people could change at the same time. */
  record Version(boolean paused, String declared, String edited, int payloads) {
    static Version of(ScheduleInfo info) {
      ScheduledTask task = info.effective().task();
      return new Version(
          info.paused(),
          info.declared().timing().toString(),
          info.effective().timing() + " " + task.queue(),
          31 * Arrays.hashCode(task.payload()) + Arrays.hashCode(info.declared().task().payload()));
    }
  }

  /** Its id. */
  public String getId() {
    return schedule.id();
  }

  /** The type of its tasks. */
  public String getTaskType() {
    return task.type();
  }

  /** The queue of its tasks. */
  public String getQueue() {
    return task.queue();
  }

  /** Its times. */
  public String getPattern() {
    return timing.pattern().text();
  }

  /** The zone in which its times are read. */
  public String getZone() {
    return timing.zone().getId();
  }

  /** Whether it has no ticks for now. */
  public boolean isPaused() {
    return schedule.paused();
  }

  /** Where it comes from. */
  public ScheduleSource getSource() {
    return schedule.source();
  }

  /** What becomes of ticks that are found too late: skip, run-once or catch-up(n). */
  public String getMisfire() {
    return timing.misfire().toString();
  }

  /** What becomes of a tick while the last task is not done. */
  public OverlapPolicy getOverlap() {
    return timing.overlap();
  }

  /** Whether operators have changed it. */
  public boolean isEdited() {
    return !schedule.edit().equals(ScheduleEdit.NONE);
  }

  /** What its tasks carry; not in lists. */
  public @Nullable PayloadView getPayload() {
    return payload;
  }

  /** The ticks to come; none while it is paused. */
  public List<Instant> getNextTicks() {
    return nextTicks;
  }

  /** The last tick that was taken. */
  public @Nullable Instant getLastTick() {
    return schedule.lastTick();
  }

  /** The last task that was enqueued. */
  public @Nullable String getLastTask() {
    return schedule.lastTask();
  }

  /** Its version, as the ETag of the schedule by itself tells it. */
  public String getVersion() {
    return Versions.of(Version.of(schedule)).getValue();
  }
}
