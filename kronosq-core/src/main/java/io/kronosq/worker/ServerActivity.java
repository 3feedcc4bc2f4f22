package io.kronosq.worker;

import io.kronosq.handler.CancelCause;
import io.kronosq.task.TaskRef;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker server is at, for those who have to know whether it works.
 *
 * @param state where it stands
 * @param saturated whether as many tasks are held as may be, so that nothing is claimed until one
 *     ends
 * @param partitions what it serves; empty until Redis has told of them for the first time
 * @param stuck handlers that ignore their cancellation, the oldest first
 */
public record ServerActivity(
    ServerStatus.State state,
    boolean saturated,
    List<Partition> partitions,
    List<StuckHandler> stuck) {
  /** Copies the lists. */
  public ServerActivity {
    partitions = List.copyOf(partitions);
    stuck = List.copyOf(stuck);
  }

  /**
   * A partition of a queue that is served.
   *
   * @param queue the queue's name
   * @param name the partition's; the queue's unless it is partitioned
   * @param leased whether the server has a lease, as far as it knows
   * @param sinceRenewal since the lease was taken or renewed; null when it never was
   * @param sinceClaim since a claim was answered; null when none was
   * @param sinceMove since anything happened that leads to the next claim: an answer, a failure, a
   *     wake-up, a timer
   * @param waitsForSlot whether the next move is that a slot is given to it
   */
  public record Partition(
      String queue,
      String name,
      boolean leased,
      @Nullable Duration sinceRenewal,
      @Nullable Duration sinceClaim,
      Duration sinceMove,
      boolean waitsForSlot) {}

  /**
   * A handler that ignores its cancellation. Its task is settled, and its slot given to others.
   *
   * @param task queue and id
   * @param type the task's type
   * @param cause why it was cancelled
   * @param running since the handler was started
   * @param stuck since it was given up
   * @param thread the thread that it holds; null for none, as of an asynchronous handler
   */
  public record StuckHandler(
      TaskRef task,
      String type,
      CancelCause cause,
      Duration running,
      Duration stuck,
      @Nullable String thread) {}

  /** Since anything led to the next claim of any partition; null when none is served yet. */
  public @Nullable Duration sinceMove() {
    return partitions.stream().map(Partition::sinceMove).min(Duration::compareTo).orElse(null);
  }
}
