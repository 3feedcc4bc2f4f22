package io.kronosq.worker;

import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs of a partition whose outcome is decided and is to be stored. On the loop only. */
final class UnsettledRuns {
  private static final int MAX_SETTLED = TaskStore.MAX_BATCH / 2;

  private final ArrayDeque<TaskRun> runs = new ArrayDeque<>();

  void add(TaskRun run) {
    runs.add(run);
  }

  void clear() {
    runs.clear();
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  int size() {
    return runs.size();
  }

  /** Takes out what one call settles. */
  List<TaskRun> next() {
    List<TaskRun> settling = new ArrayList<>(Math.min(runs.size(), MAX_SETTLED));
    while (settling.size() < MAX_SETTLED && !runs.isEmpty()) {
      settling.add(runs.remove());
    }
    return settling;
  }

  /**
   * Puts back what a call did not settle, as far as it is known.
   *
   * @param sent whether the call may have settled it nevertheless
   */
  void putBack(List<TaskRun> settling, boolean sent) {
    for (int i = settling.size() - 1; i >= 0; i--) {
      TaskRun run = settling.get(i);
      if (sent) {
        run.markResent();
      }
      runs.addFirst(run);
    }
  }

  static List<Transition> transitions(List<TaskRun> settling) {
    List<Transition> transitions = new ArrayList<>(settling.size());
    for (TaskRun run : settling) {
      Transition transition = transition(run);
      if (transition != null) {
        transitions.add(transition);
      }
    }
    return transitions;
  }

  /** How soon the first of these tasks is due again; null when none is. */
  static @Nullable Duration firstDue(List<TaskRun> settling) {
    Duration first = null;
    for (TaskRun run : settling) {
      Transition transition = transition(run);
      Duration delay =
          transition instanceof Transition.Retry retry
              ? retry.delay()
              : transition instanceof Transition.Postpone postpone ? postpone.delay() : null;
      if (delay != null && (first == null || delay.compareTo(first) < 0)) {
        first = delay;
      }
    }
    return first;
  }

  private static @Nullable Transition transition(TaskRun run) {
    Outcome outcome = run.outcome();
    return outcome == null ? null : outcome.transition();
  }
}
