package io.kronosq.sample.outbox;

import java.time.Instant;

/**
 * A mail that was received.
 *
 * @param id its Message-ID
 * @param to the address that the SMTP client named
 * @param subject as a reader sees it
 * @param receivedAt when it came
 * @param size in bytes
 */
public record OutboxMail(String id, String to, String subject, Instant receivedAt, int size) {}
