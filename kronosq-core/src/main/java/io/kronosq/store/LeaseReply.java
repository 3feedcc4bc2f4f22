package io.kronosq.store;

import java.util.List;
import java.util.Set;

/**
 * The answer to a lease renewal.
 *
 * @param held whether the server has a lease; false once it was declared dead
 * @param lapsed servers of the queue whose lease has lapsed and whose tasks are to be recovered
 * @param active how many tasks are active on the server
 * @param cancelled ids active on the server whose cancellation an operator asked for; told once
 */
public record LeaseReply(boolean held, List<String> lapsed, long active, Set<String> cancelled) {}
