package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.redis.TaskReader.Placed;
import io.kronosq.redis.TaskReader.Standing;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.task.TaskState;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lists pending tasks that wait in lanes, by key and, within a key, in the order of the lane. */
final class LaneListing {
  private final RedisCalls calls;
  private final Keys keys;
  private final TaskReader reader;

  LaneListing(RedisCalls calls, Keys keys, TaskReader reader) {
    this.calls = calls;
    this.keys = keys;
    this.reader = reader;
  }

  CompletableFuture<Extent> extent(String queue) {
    QueueKeys q = keys.queue(queue);
    CompletableFuture<Long> size = calls.send(redis -> redis.zcard(q.waiting()));
    return calls
        .send(redis -> redis.zrange(q.waiting(), -1, -1))
        .thenCombine(
            size,
            (last, count) ->
                new Extent(count, last.isEmpty() ? null : LanePlace.of(last.get(0)).toString()));
  }

  CompletableFuture<Listing> list(
      String queue, @Nullable String after, @Nullable String until, int most) {
    QueueKeys q = keys.queue(queue);
    Range<byte[]> range =
        Range.from(
            after == null
                ? Range.Boundary.unbounded()
                : Range.Boundary.excluding(LanePlace.parse(after).member()),
            until == null
                ? Range.Boundary.unbounded()
                : Range.Boundary.including(LanePlace.parse(until).member()));
    return calls
        .send(redis -> redis.zrangebylex(q.waiting(), range, Limit.create(0, most)))
        .thenCompose(
            members -> {
              List<Placed> placed = new ArrayList<>(members.size());
              for (byte[] member : members) {
                LanePlace place = LanePlace.of(member);
                placed.add(
                    new Placed(
                        place.toString(), new Standing(place.id(), TaskState.PENDING, 0, null)));
              }
              return reader.list(queue, q, placed, placed.size() < most);
            });
  }
}
