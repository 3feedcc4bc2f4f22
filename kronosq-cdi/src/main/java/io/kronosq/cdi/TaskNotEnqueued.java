package io.kronosq.cdi;

import io.kronosq.task.EnqueueException;
import io.kronosq.task.TaskRef;

/**
 * A CDI event: a task was enqueued in a transaction that was committed, but was not stored after
 * that. Fired for each such task on the thread that noticed it, which is mostly the one that
 * committed; no transaction is active then.
 *
 * @param task the queue and the id that the enqueue told
 * @param type the task's type
 * @param reason why; a {@link io.kronosq.task.DuplicateTaskException} when its unique lock or its
 *     chosen id was taken. Its outcome tells whether the task may be stored after all
 */
public record TaskNotEnqueued(TaskRef task, String type, EnqueueException reason) {}
