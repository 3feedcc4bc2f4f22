package io.kronosq.worker;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Smooth weighted round-robin: each turn credits every willing queue its weight, and the winner
 * pays the sum.
 */
final class SmoothWeighted<Q> implements QueueOrder<Q> {
  private final List<Weighted<Q>> queues;
  private final int[] credit;

  SmoothWeighted(List<Weighted<Q>> queues) {
    this.queues = List.copyOf(queues);
    credit = new int[queues.size()];
  }

  @Override
  public @Nullable Q next(Predicate<Q> wants) {
    int best = -1;
    int sum = 0;
    for (int i = 0; i < credit.length; i++) {
      Weighted<Q> candidate = queues.get(i);
      if (wants.test(candidate.queue())) {
        credit[i] += candidate.weight();
        sum += candidate.weight();
        if (best < 0 || credit[i] > credit[best]) {
          best = i;
        }
      }
    }
    if (best < 0) {
      return null;
    }
    credit[best] -= sum;
    return queues.get(best).queue();
  }
}
