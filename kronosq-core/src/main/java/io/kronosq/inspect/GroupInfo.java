package io.kronosq.inspect;

import java.time.Instant;

/**
 * A group of tasks that wait to be processed together.
 *
 * @param queue the queue's name
 * @param type the type of its tasks
 * @param name the group's name
 * @param size how many tasks it has
 * @param dueAt when they become a batch, unless others come; by Redis' clock
 */
public record GroupInfo(String queue, String type, String name, long size, Instant dueAt) {}
