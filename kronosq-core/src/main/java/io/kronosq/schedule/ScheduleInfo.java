package io.kronosq.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule at one moment.
 *
 * @param id its id
 * @param source where it comes from
 * @param declared as the application, its provider or who added it wants it
 * @param edit what operators changed; {@link ScheduleEdit#NONE} for nothing
 * @param effective what holds: declared, with the edit upon it
 * @param paused whether it has no ticks for now
 * @param lastTick the last tick that was taken; null when none was
 * @param lastTask id of the last task that was enqueued; null when none was
 * @param nextTick the tick to come; null while it is paused
 */
public record ScheduleInfo(
    String id,
    ScheduleSource source,
    ScheduleDefinition declared,
    ScheduleEdit edit,
    ScheduleDefinition effective,
    boolean paused,
    @Nullable Instant lastTick,
    @Nullable String lastTask,
    @Nullable Instant nextTick) {}
