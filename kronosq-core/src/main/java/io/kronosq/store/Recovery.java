package io.kronosq.store;

import java.util.List;

/**
 * One chunk of the recovery of a dead server.
 *
 * @param tasks what was taken back
 * @param more whether the dead server has further tasks
 */
public record Recovery(List<RecoveredTask> tasks, boolean more) {
  /**
   * A task taken back.
   *
   * @param id the task's id
   * @param envelope see {@link EnvelopeCodec}
   * @param attempts see {@link AttemptLogCodec}
   * @param poison whether it was archived because too many servers died with it
   */
  public record RecoveredTask(String id, byte[] envelope, byte[] attempts, boolean poison) {}
}
