package io.kronosq.notify;

import io.kronosq.event.TaskEventType;

/**
 * Events that are told together.
 *
 * @param type the task type
 * @param event what happened
 */
record Group(String type, TaskEventType event) {}
