package io.kronosq.worker;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides which queue gets the next free slot. Used on the loop only. */
interface QueueOrder<Q> {
  /**
   * The queue for one more slot.
   *
   * @param wants whether a queue takes one
   * @return null when none does
   */
  @Nullable Q next(Predicate<Q> wants);

  /** A queue and its weight. */
  record Weighted<Q>(Q queue, int weight) {}

  /** Queues of greater weight first, always. */
  static <Q> QueueOrder<Q> strict(List<Weighted<Q>> queues) {
    List<Q> ordered =
        queues.stream()
            .sorted((a, b) -> Integer.compare(b.weight(), a.weight()))
            .map(Weighted::queue)
            .toList();
    return wants -> {
      for (Q queue : ordered) {
        if (wants.test(queue)) {
          return queue;
        }
      }
      return null;
    };
  }

  /** Shares by weight, spread evenly: smooth weighted round-robin, as nginx does it. */
  static <Q> QueueOrder<Q> weighted(List<Weighted<Q>> queues) {
    return new SmoothWeighted<>(queues);
  }
}
