package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.redis.TaskReader.Standing;
import io.kronosq.store.InspectStore.Entry;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

  ListCommands(RedisCalls calls, Keys keys, TaskReader reader) {
    this.calls = calls;
    this.keys = keys;
    this.reader = reader;
  }

  private record Placed(String place, Standing standing) {}

  CompletableFuture<Listing> list(String queue, TaskState state, @Nullable String after, int most) {
    QueueKeys q = keys.queue(queue);
    return switch (state) {
      case PENDING -> pending(queue, q, after == null ? PendingPlace.NONE : place(after), most);
      case ACTIVE -> active(queue, q, after, most);
      case SCHEDULED -> ranked(queue, q, q.scheduled, state, after, most);
      case RETRY -> ranked(queue, q, q.retry, state, after, most);
      case ARCHIVED -> ranked(queue, q, q.archived, state, after, most);
      case COMPLETED -> ranked(queue, q, q.completed, state, after, most);
    };
  }

  private CompletableFuture<Listing> read(
      String queue, QueueKeys q, List<Placed> placed, boolean last) {
    return reader
        .read(queue, q, placed.stream().map(Placed::standing).toList())
        .thenApply(
            tasks -> {
              List<Entry> entries = new ArrayList<>(placed.size());
              for (int i = 0; i < placed.size(); i++) {
                entries.add(new Entry(placed.get(i).place(), tasks.get(i)));
              }
              return new Listing(entries, last);
            });
  }

  /**
   * A place in the pending list.
   *
   * @param index where the id was
   * @param length how long the list was then
   * @param id empty for the place before the first
   */
  private record PendingPlace(long index, long length, String id) {
    static final PendingPlace NONE = new PendingPlace(0, 0, "");

    @Override
    public String toString() {
      return index + ":" + length + ":" + id;
    }
  }

  private static PendingPlace place(String text) {
    String[] parts = parts(text, 3);
    return new PendingPlace(number(text, parts[0]), number(text, parts[1]), parts[2]);
  }

  private CompletableFuture<Listing> pending(
      String queue, QueueKeys q, PendingPlace after, int most) {
    byte[][] args =
        new Args(4).add(most).add(after.id()).add(after.index()).add(after.length()).toArray();
    return calls
        .run(Script.PAGE_PENDING, Args.of(q.pending), args)
        .thenCompose(
            answer -> {
              long first = Args.number(answer.get(0));
              long length = Args.number(answer.get(1));
              if (first < 0) {
                long lookFrom = Args.number(answer.get(2));
                return pending(queue, q, new PendingPlace(lookFrom, length, after.id()), most);
              }
              List<Object> ids = Args.list(answer.get(2));
              return elsewhere(q, ids)
                  .thenCompose(
                      elsewhere -> pendingTasks(queue, q, ids, elsewhere, first, length, most));
            });
  }

  private CompletableFuture<Listing> pendingTasks(
      String queue,
      QueueKeys q,
      List<Object> ids,
      Set<String> elsewhere,
      long first,
      long length,
      int most) {
    List<Placed> placed = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      String id = Args.text(ids.get(i));
      placed.add(
          new Placed(
              new PendingPlace(first + i, length, id).toString(),
              new Standing(id, TaskState.PENDING, 0, null)));
    }
    return read(queue, q, placed, ids.size() < most)
        .thenApply(
            listing ->
                elsewhere.isEmpty()
                    ? listing
                    : new Listing(
                        listing.entries().stream()
                            .map(entry -> withoutTask(entry, elsewhere))
                            .toList(),
                        listing.last()));
  }

  private static Entry withoutTask(Entry entry, Set<String> elsewhere) {
    TaskInfo task = entry.task();
    return task != null && elsewhere.contains(task.ref().id())
        ? new Entry(entry.place(), null)
        : entry;
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
              Set<String> elsewhere = new LinkedHashSet<>();
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

  private CompletableFuture<Listing> ranked(
      String queue, QueueKeys q, byte[] key, TaskState state, @Nullable String after, int most) {
    String[] place = after == null ? new String[] {"", ""} : parts(after, 2);
    if (after != null) {
      number(after, place[0]);
    }
    byte[][] args = new Args(3).add(most).add(place[0]).add(place[1]).toArray();
    return calls
        .run(Script.PAGE_RANKED, Args.of(key), args)
        .thenCompose(
            answer -> {
              List<Placed> placed = new ArrayList<>(answer.size() / 2);
              for (int i = 0; i < answer.size(); i += 2) {
                String id = Args.text(answer.get(i));
                long score = (long) Double.parseDouble(Args.text(answer.get(i + 1)));
                placed.add(new Placed(score + ":" + id, new Standing(id, state, score, null)));
              }
              return read(queue, q, placed, placed.size() < most);
            });
  }

  /** A server has no more active tasks than slots, so all are fetched and put in order here. */
  private CompletableFuture<Listing> active(
      String queue, QueueKeys q, @Nullable String after, int most) {
    return calls
        .send(redis -> redis.zrange(q.leases, 0, -1))
        .thenCompose(
            servers -> {
              TreeSet<String> places = new TreeSet<>();
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
            })
        .thenCompose(
            places -> {
              List<String> behind =
                  (after == null ? places : places.tailSet(after, false))
                      .stream().limit(most).toList();
              List<Placed> placed = new ArrayList<>(behind.size());
              for (String place : behind) {
                String[] parts = parts(place, 2);
                placed.add(
                    new Placed(place, new Standing(parts[1], TaskState.ACTIVE, 0, parts[0])));
              }
              return read(queue, q, placed, behind.size() < most);
            });
  }

  private static String[] parts(String place, int count) {
    String[] parts = place.split(":", count);
    if (parts.length != count) {
      throw notAPlace(place, null);
    }
    return parts;
  }

  private static long number(String place, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw notAPlace(place, e);
    }
  }

  private static IllegalArgumentException notAPlace(String place, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "'" + place + "' is no place in this state; pass on what the page before said", cause);
  }
}
