package io.kronosq.notify;

import io.kronosq.event.TaskEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Makes few messages of many events. The first events of a group are told at once. That begins a
 * quiet time, in which events are gathered for one message at its end; then the next one begins,
 * until one passes without an event. Every event that was over the threshold is counted in exactly
 * one message. Times are elapsed ns.
 */
final class Aggregator {
  /** More groups than that are counted as one. */
  static final int MAX_GROUPS = 100;

  /** Groups that may be told at once in a quiet time; further ones are gathered. */
  static final int MAX_ALERTS = 5;

  static final String OTHER_TYPES = "other types";

  private final QuietPolicy policy;
  private final Map<Group, State> groups = new LinkedHashMap<>();
  private boolean quiet;
  private long quietEnd;
  private int alerts;
  private long belowThreshold;

  private record Early(TaskEvent event, long at) {}

  private static final class State {
    final Deque<Early> early = new ArrayDeque<>();
    Tally tally = new Tally();
    boolean overThreshold;
    boolean told;
  }

  Aggregator(QuietPolicy policy) {
    this.policy = policy;
  }

  /** Counts an event; what is to be told now. */
  List<Digest> add(TaskEvent event, long now) {
    List<Digest> digests = advance(now);
    Group group = groupOf(event, now);
    State state = groups.computeIfAbsent(group, any -> new State());
    if (state.overThreshold) {
      state.tally.add(event);
    } else {
      state.early.add(new Early(event, now));
      forgetEarly(state, now);
      if (state.early.size() < policy.threshold()) {
        return digests;
      }
      state.overThreshold = true;
      state.early.forEach(early -> state.tally.add(early.event()));
      state.early.clear();
    }
    if (!state.told && alerts < MAX_ALERTS) {
      digests.add(new Digest(Digest.Kind.ALERT, List.of(state.tally.of(group))));
      state.tally = new Tally();
      state.told = true;
      alerts++;
      if (!quiet) {
        quiet = true;
        quietEnd = now + policy.quietTime().toNanos();
      }
    }
    return digests;
  }

  /** What is to be told because of the time. */
  List<Digest> advance(long now) {
    List<Digest> digests = new ArrayList<>();
    if (quiet && now - quietEnd >= 0) {
      List<GroupCount> gathered = gather(now);
      alerts = 0;
      quiet = !gathered.isEmpty();
      if (quiet) {
        quietEnd = now + policy.quietTime().toNanos();
        digests.add(new Digest(Digest.Kind.SUMMARY, gathered));
      } else if (policy.quietAgain()) {
        digests.add(Digest.QUIET_AGAIN);
      }
    }
    return digests;
  }

  /** What was gathered so far, because there will be no more. */
  List<Digest> drain(long now) {
    List<GroupCount> gathered = gather(now);
    groups.values().forEach(state -> belowThreshold += state.early.size());
    groups.clear();
    quiet = false;
    return gathered.isEmpty() ? List.of() : List.of(new Digest(Digest.Kind.SUMMARY, gathered));
  }

  /** When time alone gives something to do. */
  OptionalLong due() {
    return quiet ? OptionalLong.of(quietEnd) : OptionalLong.empty();
  }

  /** Events that were too few to be told. */
  long belowThreshold() {
    return belowThreshold;
  }

  private Group groupOf(TaskEvent event, long now) {
    Group group = new Group(event.taskType(), event.type());
    if (groups.size() >= MAX_GROUPS && !groups.containsKey(group)) {
      forgetEarly(now);
    }
    return groups.size() < MAX_GROUPS || groups.containsKey(group)
        ? group
        : new Group(OTHER_TYPES, event.type());
  }

  /** Takes the counts of all groups, and drops groups that had none. */
  private List<GroupCount> gather(long now) {
    List<GroupCount> gathered = new ArrayList<>();
    forgetEarly(now);
    groups
        .entrySet()
        .removeIf(
            entry -> {
              State state = entry.getValue();
              if (!state.overThreshold) {
                return false;
              }
              if (state.tally.isEmpty()) {
                return true;
              }
              gathered.add(state.tally.of(entry.getKey()));
              state.tally = new Tally();
              state.told = true;
              return false;
            });
    gathered.sort(Comparator.comparingLong(GroupCount::count).reversed());
    return gathered;
  }

  private void forgetEarly(long now) {
    groups
        .values()
        .removeIf(
            state -> {
              forgetEarly(state, now);
              return !state.overThreshold && state.early.isEmpty();
            });
  }

  private void forgetEarly(State state, long now) {
    while (!state.early.isEmpty()
        && now - state.early.getFirst().at() >= policy.window().toNanos()) {
      state.early.removeFirst();
      belowThreshold++;
    }
  }
}
