package io.kronosq.worker;

import org.jspecify.annotations.Nullable;

/**
 * The slots that a queue has of those of its server: as many as it was given at most, or else,
 * where there are other queues, all but one, so that handlers that block keep no other queue from
 * going on. On the loop only.
 */
final class QueueSlots {
  private final Slots all;
  private final @Nullable Integer most;
  private final int left;
  private int taken;

  /**
   * @param all the server's
   * @param most how many it may have; null for not limited
   * @param left how many it leaves to other queues where it is not limited
   */
  QueueSlots(Slots all, @Nullable Integer most, int left) {
    this.all = all;
    this.most = most;
    this.left = left;
  }

  /** Whether the queue may have one more, if the server has one. */
  boolean isFree() {
    return taken < most();
  }

  private int most() {
    return most != null ? most : Math.max(1, all.limit() - left);
  }

  /** Takes one for a claim. */
  void take() {
    all.take();
    taken++;
  }

  /** Takes back what claims did not use. */
  void unused(int slots) {
    all.unused(slots);
    taken -= slots;
  }

  /** The task of one slot is done. */
  void ended() {
    all.ended();
    taken--;
  }
}
