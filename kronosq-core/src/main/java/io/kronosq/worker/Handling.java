package io.kronosq.worker;

import io.kronosq.handler.TaskRouter;
import io.kronosq.task.PayloadCodec;
import io.kronosq.trace.TracePropagator;

/**
 * How tasks are handed to handlers.
 *
 * @param router finds handlers
 * @param codec reads payloads, writes results
 * @param propagator makes traces follow tasks
 */
public record Handling(TaskRouter router, PayloadCodec codec, TracePropagator propagator) {}
