package io.kronosq.store;

import java.util.List;

/**
 * One call of a server for a queue: settle what is done, take more.
 *
 * @param queue the queue's name
 * @param server the server's identity
 * @param max how many tasks to take at most, 0 to 1,000
 * @param settled outcomes to store first
 */
public record ClaimRequest(String queue, String server, int max, List<Transition> settled) {}
