package io.kronosq.notify;

import io.kronosq.event.TaskEvent;
import java.time.Duration;
import java.util.List;

/**
 * What a message tells of a group.
 *
 * @param group whose events
 * @param count how many
 * @param errors the most frequent first; empty when they had none
 * @param queues some of the queues they were in
 * @param samples the first of them, at least one
 * @param span from the first to the last
 */
record GroupCount(
    Group group,
    long count,
    List<ErrorCount> errors,
    List<String> queues,
    List<TaskEvent> samples,
    Duration span) {
  TaskEvent first() {
    return samples.get(0);
  }
}
