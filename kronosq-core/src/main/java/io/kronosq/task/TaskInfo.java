package io.kronosq.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is stored.
 *
 * @param ref queue and id
 * @param state where it stands
 * @param type the task's type
 * @param payload the payload's bytes; do not modify
 * @param headers as enqueued
 * @param limitKey the key that it has limits by, or null
 * @param enqueuedAt by the enqueuing server's clock
 * @param dueAt when it is due (scheduled, retry), else null
 * @param maxRetry retries allowed
 * @param timeout limit of one attempt; zero means none
 * @param deadline no attempt may run after it; null means none
 * @param retention how long it is kept once completed
 * @param attempts what it has been through
 * @param notes what handlers told of it while they ran
 * @param result the handler's result while it is kept, else null
 * @param server the server that holds it (active), else null
 * @param archivedAt when it was archived (archived), else null
 * @param keptUntil when it goes (completed), else null
 */
public record TaskInfo(
    TaskRef ref,
    TaskState state,
    String type,
    byte[] payload,
    Map<String, String> headers,
    @Nullable String limitKey,
    Instant enqueuedAt,
    @Nullable Instant dueAt,
    int maxRetry,
    Duration timeout,
    @Nullable Instant deadline,
    Duration retention,
    AttemptLog attempts,
    TaskNotes notes,
    byte @Nullable [] result,
    @Nullable String server,
    @Nullable Instant archivedAt,
    @Nullable Instant keptUntil) {}
