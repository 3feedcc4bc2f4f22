package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.redis.TaskReader.Placed;
import io.kronosq.redis.TaskReader.Standing;
import io.kronosq.store.InspectStore.Entry;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.store.InspectStore.Range;
import io.kronosq.task.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lists the tasks of a state, a page a call. A place is told by what stands there, so that it holds
 * while others come and go.
 */
final class ListCommands {
  private final RedisCalls calls;
  private final Keys keys;
  private final TaskReader reader;
  private final PendingListing pending;
  private final LaneListing lanes;
  private final GroupCommands groups;

  ListCommands(RedisCalls calls, Keys keys, TaskReader reader, GroupCommands groups) {
    this.groups = groups;
    this.calls = calls;
    this.keys = keys;
    this.reader = reader;
    pending = new PendingListing(calls, keys, reader);
    lanes = new LaneListing(calls, keys, reader);
  }

  CompletableFuture<Listing> list(String queue, TaskState state, Range range, int most) {
    return switch (state) {
      case PENDING -> pending(queue, range, most);
      case ACTIVE -> active(queue, range, most);
      case AGGREGATING -> groups.list(queue, range, most);
      case SCHEDULED, RETRY, ARCHIVED, COMPLETED -> ranked(queue, state, range, most);
    };
  }

  CompletableFuture<Extent> extent(String queue, TaskState state) {
    return switch (state) {
      case PENDING ->
          pending
              .extent(queue)
              .thenCombine(
                  lanes.extent(queue),
                  (list, laned) ->
                      new Extent(
                          list.size() + laned.size(),
                          laned.last() == null ? list.last() : laned.last()));
      case ACTIVE ->
          activePlaces(keys.queue(queue))
              .thenApply(
                  places -> new Extent(places.size(), places.isEmpty() ? null : places.last()));
      case AGGREGATING -> groups.extent(queue);
      case SCHEDULED, RETRY, ARCHIVED, COMPLETED -> rankedExtent(queue, state);
    };
  }

  /** First what is in the list, then what waits in lanes. */
  private CompletableFuture<Listing> pending(String queue, Range range, int most) {
    String after = range.after();
    String until = range.until();
    boolean endsInLanes = LanePlace.isPlace(until);
    if (LanePlace.isPlace(after)) {
      return until == null || endsInLanes
          ? lanes.list(queue, after, until, most)
          : CompletableFuture.completedFuture(new Listing(List.of(), true));
    }
    return pending
        .list(queue, new Range(after, endsInLanes ? null : until), most)
        .thenCompose(
            list -> {
              int left = most - list.entries().size();
              if (!list.last() || left == 0 || (until != null && !endsInLanes)) {
                return CompletableFuture.completedFuture(list);
              }
              return lanes
                  .list(queue, null, until, left)
                  .thenApply(
                      laned -> {
                        List<Entry> entries = new ArrayList<>(list.entries());
                        entries.addAll(laned.entries());
                        return new Listing(entries, laned.last());
                      });
            });
  }

  private static byte[] key(QueueKeys q, TaskState state) {
    return switch (state) {
      case SCHEDULED -> q.scheduled;
      case RETRY -> q.retry;
      case ARCHIVED -> q.archived;
      case COMPLETED -> q.completed;
      case PENDING, ACTIVE, AGGREGATING ->
          throw new IllegalArgumentException(state + " has no order by time");
    };
  }

  /**
   * A place in the order of a sorted set.
   *
   * @param score ms
   * @param id the task's id
   */
  private record Rank(long score, String id) implements Comparable<Rank> {
    static @Nullable Rank parse(@Nullable String text) {
      if (text == null) {
        return null;
      }
      String[] parts = PlaceText.parts(text, 2);
      return new Rank(PlaceText.number(text, parts[0]), parts[1]);
    }

    /** As Redis orders: by bytes where scores are the same. */
    @Override
    public int compareTo(Rank other) {
      return score == other.score
          ? Arrays.compareUnsigned(Args.bytes(id), Args.bytes(other.id))
          : Long.compare(score, other.score);
    }

    @Override
    public String toString() {
      return score + ":" + id;
    }
  }

  private CompletableFuture<Listing> ranked(String queue, TaskState state, Range range, int most) {
    QueueKeys q = keys.queue(queue);
    Rank after = Rank.parse(range.after());
    Rank until = Rank.parse(range.until());
    Args args = new Args(3).add(most);
    if (after == null) {
      args.add("").add("");
    } else {
      args.add(after.score()).add(after.id());
    }
    return calls
        .run(Script.PAGE_RANKED, Args.of(key(q, state)), args.toArray())
        .thenCompose(
            answer -> {
              List<Placed> placed = new ArrayList<>(answer.size() / 2);
              for (int i = 0; i < answer.size(); i += 2) {
                Rank rank = rank(answer.get(i), answer.get(i + 1));
                if (until == null || rank.compareTo(until) <= 0) {
                  placed.add(
                      new Placed(
                          rank.toString(), new Standing(rank.id(), state, rank.score(), null)));
                }
              }
              return reader.list(queue, q, placed, placed.size() < most);
            });
  }

  private static Rank rank(Object id, Object score) {
    return new Rank((long) Double.parseDouble(Args.text(score)), Args.text(id));
  }

  private CompletableFuture<Extent> rankedExtent(String queue, TaskState state) {
    byte[] key = key(keys.queue(queue), state);
    CompletableFuture<Long> size = calls.send(redis -> redis.zcard(key));
    return calls
        .send(redis -> redis.zrangeWithScores(key, -1, -1))
        .thenCombine(
            size,
            (last, count) ->
                new Extent(
                    count,
                    last.isEmpty()
                        ? null
                        : new Rank((long) last.get(0).getScore(), Args.text(last.get(0).getValue()))
                            .toString()));
  }

  private CompletableFuture<Listing> active(String queue, Range range, int most) {
    QueueKeys q = keys.queue(queue);
    return activePlaces(q)
        .thenCompose(
            places -> {
              String after = range.after();
              String until = range.until();
              NavigableSet<String> behind = after == null ? places : places.tailSet(after, false);
              NavigableSet<String> within = until == null ? behind : behind.headSet(until, true);
              List<Placed> placed = new ArrayList<>();
              within.stream()
                  .limit(most)
                  .forEach(
                      place -> {
                        String[] parts = PlaceText.parts(place, 2);
                        placed.add(
                            new Placed(
                                place, new Standing(parts[1], TaskState.ACTIVE, 0, parts[0])));
                      });
              return reader.list(queue, q, placed, placed.size() < most);
            });
  }

  /** A server has no more active tasks than slots, so all are fetched and put in order here. */
  private CompletableFuture<NavigableSet<String>> activePlaces(QueueKeys q) {
    return calls
        .send(redis -> redis.zrange(q.leases, 0, -1))
        .thenCompose(
            servers -> {
              NavigableSet<String> places = new TreeSet<>();
              List<CompletableFuture<Void>> looks = new ArrayList<>();
              for (byte[] server : servers) {
                String name = Args.text(server);
                looks.add(
                    calls
                        .send(redis -> redis.smembers(q.active(name)))
                        .thenAccept(
                            ids -> ids.forEach(id -> places.add(name + ":" + Args.text(id)))));
              }
              return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                  .thenApply(done -> places);
            });
  }
}
