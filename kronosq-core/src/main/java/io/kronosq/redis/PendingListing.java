package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.redis.TaskReader.Placed;
import io.kronosq.redis.TaskReader.Standing;
import io.kronosq.store.InspectStore.Entry;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.store.InspectStore.Range;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lists pending tasks. Claims move all entries towards the head, so a place tells the id, where it
 * was, and how long the list was then.
 */
final class PendingListing {
  private final RedisCalls calls;
  private final Keys keys;
  private final TaskReader reader;

  PendingListing(RedisCalls calls, Keys keys, TaskReader reader) {
    this.calls = calls;
    this.keys = keys;
    this.reader = reader;
  }

  /**
   * A place in the list.
   *
   * @param index where the id was
   * @param length how long the list was then
   * @param id empty for the place before the first
   */
  private record Place(long index, long length, String id) {
    static Place parse(@Nullable String text) {
      if (text == null) {
        return new Place(0, 0, "");
      }
      String[] parts = PlaceText.parts(text, 3);
      return new Place(
          PlaceText.number(text, parts[0]), PlaceText.number(text, parts[1]), parts[2]);
    }

    @Override
    public String toString() {
      return index + ":" + length + ":" + id;
    }
  }

  CompletableFuture<Extent> extent(String queue) {
    QueueKeys q = keys.queue(queue);
    CompletableFuture<Long> length = calls.send(redis -> redis.llen(q.pending));
    return calls
        .send(redis -> redis.lindex(q.pending, -1))
        .thenCombine(
            length,
            (id, size) ->
                new Extent(
                    size, id == null ? null : new Place(size - 1, size, Args.text(id)).toString()));
  }

  CompletableFuture<Listing> list(String queue, Range range, int most) {
    QueueKeys q = keys.queue(queue);
    CompletableFuture<Listing> listing =
        from(Place.parse(range.after()), q, most)
            .thenCompose(
                ids ->
                    elsewhere(q, ids.values())
                        .thenCompose(
                            elsewhere ->
                                reader
                                    .list(queue, q, placed(ids), ids.values().size() < most)
                                    .thenApply(found -> without(elsewhere, found))));
    String until = range.until();
    return until == null
        ? listing
        : listing.thenCompose(found -> end(q, found, Place.parse(until).id()));
  }

  private record Ids(long first, long length, List<Object> values) {}

  private CompletableFuture<Ids> from(Place after, QueueKeys q, int most) {
    byte[][] args =
        new Args(4).add(most).add(after.id()).add(after.index()).add(after.length()).toArray();
    return calls
        .run(Script.PAGE_PENDING, Args.of(q.pending), args)
        .thenCompose(
            answer -> {
              long first = Args.number(answer.get(0));
              long length = Args.number(answer.get(1));
              return first < 0
                  ? from(new Place(Args.number(answer.get(2)), length, after.id()), q, most)
                  : CompletableFuture.completedFuture(
                      new Ids(first, length, Args.list(answer.get(2))));
            });
  }

  private static List<Placed> placed(Ids ids) {
    List<Placed> placed = new ArrayList<>(ids.values().size());
    for (int i = 0; i < ids.values().size(); i++) {
      String id = Args.text(ids.values().get(i));
      placed.add(
          new Placed(
              new Place(ids.first() + i, ids.length(), id).toString(),
              new Standing(id, TaskState.PENDING, 0, null)));
    }
    return placed;
  }

  /** Which ids have a stale entry only, because their task waits or is archived. */
  private CompletableFuture<Set<String>> elsewhere(QueueKeys q, List<Object> ids) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedFuture(Set.of());
    }
    return calls
        .send(redis -> redis.exists(q.stale))
        .thenCompose(
            stale -> {
              if (stale == 0) {
                return CompletableFuture.completedFuture(Set.of());
              }
              byte[][] all = ids.stream().map(id -> (byte[]) id).toArray(byte[][]::new);
              Set<String> elsewhere = new HashSet<>();
              List<CompletableFuture<Void>> looks = new ArrayList<>();
              for (byte[] key : List.of(q.scheduled, q.retry, q.archived)) {
                looks.add(
                    calls
                        .send(redis -> redis.zmscore(key, all))
                        .thenAccept(
                            scores -> {
                              for (int i = 0; i < all.length; i++) {
                                if (scores.get(i) != null) {
                                  elsewhere.add(Args.text(all[i]));
                                }
                              }
                            }));
              }
              return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                  .thenApply(done -> elsewhere);
            });
  }

  private static Listing without(Set<String> elsewhere, Listing listing) {
    if (elsewhere.isEmpty()) {
      return listing;
    }
    List<Entry> entries =
        listing.entries().stream()
            .map(
                entry -> {
                  TaskInfo task = entry.task();
                  return task != null && elsewhere.contains(task.ref().id())
                      ? new Entry(entry.place(), null)
                      : entry;
                })
            .toList();
    return new Listing(entries, listing.last());
  }

  /**
   * What stands no further than the last id. Once that was claimed, all before it were, too: what
   * is in the list now came later.
   */
  private CompletableFuture<Listing> end(QueueKeys q, Listing listing, String last) {
    List<Entry> entries = listing.entries();
    for (int i = 0; i < entries.size(); i++) {
      if (Place.parse(entries.get(i).place()).id().equals(last)) {
        return CompletableFuture.completedFuture(new Listing(entries.subList(0, i + 1), true));
      }
    }
    return isInList(q, Args.bytes(last))
        .thenApply(there -> there ? listing : new Listing(List.of(), true));
  }

  private CompletableFuture<Boolean> isInList(QueueKeys q, byte[] id) {
    CompletableFuture<Boolean> stale = calls.send(redis -> redis.hexists(q.stale, id));
    CompletableFuture<Boolean> there = calls.send(redis -> redis.hexists(q.tasks, id));
    List<CompletableFuture<?>> places = new ArrayList<>();
    for (byte[] key : List.of(q.scheduled, q.retry, q.archived, q.completed)) {
      places.add(calls.send(redis -> redis.zscore(key, id)));
    }
    return calls
        .send(redis -> redis.zrange(q.leases, 0, -1))
        .thenCompose(
            servers -> {
              servers.forEach(
                  server ->
                      places.add(
                          calls
                              .send(redis -> redis.sismember(q.active(Args.text(server)), id))
                              .thenApply(held -> held ? held : null)));
              return CompletableFuture.allOf(places.toArray(CompletableFuture[]::new));
            })
        .thenCombine(there, (done, exists) -> exists)
        .thenCombine(
            stale,
            (exists, isStale) ->
                isStale || (exists && places.stream().allMatch(place -> place.join() == null)));
  }
}
