package io.kronosq.inspect;

import io.kronosq.task.TaskRef;
import java.time.Instant;

/**
 * A handler at work.
 *
 * @param task its task
 * @param type the task's type
 * @param since when the handler was started, by Redis' clock
 */
public record RunningTask(TaskRef task, String type, Instant since) {}
