package io.kronosq.event;

import java.time.Instant;

/**
 * Something that happened to a server.
 *
 * @param type what happened
 * @param server the server's id, new with each start
 * @param name what the server is called; empty unless set
 * @param at when, by that server's clock
 * @param from how many handlers it might run at a time before
 * @param to how many it may run now
 * @param reason why
 */
public record ServerEvent(
    ServerEventType type,
    String server,
    String name,
    Instant at,
    int from,
    int to,
    ScaleReason reason) {}
