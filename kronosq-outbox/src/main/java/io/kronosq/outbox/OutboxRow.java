package io.kronosq.outbox;

/**
 * A row of the outbox.
 *
 * @param number in the order of insertion, never used again
 * @param type the task's type
 * @param id the task's id
 * @param data what {@link io.kronosq.client.PreparedTaskCodec} wrote
 */
record OutboxRow(long number, String type, String id, byte[] data) {}
