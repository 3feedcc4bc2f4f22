package io.kronosq.notify;

import java.util.Optional;

/** Finds payloads, for notifiers that show them. */
@FunctionalInterface
public interface PayloadSource {
  /**
   * The payload of a task. What it throws is logged, and the message is sent without.
   *
   * @param queue the task's queue
   * @param id the task's id
   * @return as it is stored; empty when the task is gone
   * @throws Exception when it can't be found out
   */
  Optional<byte[]> payload(String queue, String id) throws Exception;
}
