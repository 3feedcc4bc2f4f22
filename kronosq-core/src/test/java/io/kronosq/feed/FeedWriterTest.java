package io.kronosq.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.FeedEvent;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.store.FeedStore;
import io.kronosq.store.StoreException;
import io.kronosq.testing.ManualLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class FeedWriterTest {
  private final ManualLoop loop = new ManualLoop();
  private final Log log = new Log();
  private final FeedWriter writer = new FeedWriter(log, loop);

  /** A log that is watched, and takes events, when the test says so. */
  private static final class Log implements FeedStore {
    private final List<FeedEvent> written = new ArrayList<>();
    private boolean watched;
    private boolean away;
    private int calls;

    @Override
    public CompletionStage<Boolean> isWatched() {
      return answer(watched);
    }

    @Override
    public CompletionStage<Void> append(List<byte[]> contents) {
      calls++;
      if (!away) {
        contents.forEach(content -> written.add(FeedCodec.decode("0-1", content)));
      }
      return answer(null);
    }

    private <T> CompletionStage<T> answer(T value) {
      return away
          ? CompletableFuture.failedFuture(
              new StoreException(StoreException.Kind.NOT_CONNECTED, "away", null))
          : CompletableFuture.completedFuture(value);
    }

    @Override
    public CompletionStage<String> watch(Duration atLeast) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<String> latest() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<Entry>> read(String after, int most) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Boolean> has(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<Entry>> await(String after, int most, Duration atMost) {
      throw new UnsupportedOperationException();
    }
  }

  private void write(int events) {
    for (int i = 0; i < events; i++) {
      writer.write(
          new TaskEvent(
              TaskEventType.STARTED,
              "id",
              "mail",
              "q",
              "s",
              Instant.ofEpochMilli(1),
              0,
              1,
              null,
              null,
              null));
    }
    loop.run();
  }

  @Test
  void nothingIsWrittenWhileNobodyWatches() {
    writer.start();
    assertThat(writer.isWanted()).isFalse();
    write(3);
    assertThat(log.calls).isZero();
  }

  @Test
  void eventsAreWrittenOnceSomebodyWatchesAndNotAfterwards() {
    writer.start();
    log.watched = true;
    loop.advance(FeedWriter.TURN);
    assertThat(writer.isWanted()).isTrue();
    write(3);
    assertThat(log.written).hasSize(3);
    log.watched = false;
    loop.advance(FeedWriter.TURN);
    assertThat(writer.isWanted()).isFalse();
    write(3);
    assertThat(log.written).hasSize(3);
  }

  @Test
  void noMoreAreWrittenThanPeopleCanMakeUseOfAndThatIsTold() {
    log.watched = true;
    writer.start();
    write(FeedWriter.MOST_A_TURN + 500);
    assertThat(log.written).hasSize(FeedWriter.MOST_A_TURN);
    assertThat(writer.isWanted()).isFalse();
    loop.advance(FeedWriter.TURN);
    write(1);
    assertThat(log.written).hasSize(FeedWriter.MOST_A_TURN + 2);
    assertThat(log.written.get(FeedWriter.MOST_A_TURN)).isInstanceOf(FeedEvent.Gap.class);
  }

  @Test
  void manyEventsAreFewCalls() {
    log.watched = true;
    writer.start();
    write(FeedWriter.MOST_A_TURN);
    assertThat(log.calls).isEqualTo(4);
  }

  @Test
  void whatIsLostWithRedisIsToldAsAGap() {
    log.watched = true;
    writer.start();
    log.away = true;
    write(3);
    loop.advance(FeedWriter.TURN);
    assertThat(writer.isWanted()).isFalse();
    log.away = false;
    loop.advance(FeedWriter.TURN);
    write(1);
    assertThat(log.written).hasSize(2);
    assertThat(log.written.get(0)).isInstanceOf(FeedEvent.Gap.class);
  }

  @Test
  void afterItsEndNothingIsWritten() {
    log.watched = true;
    writer.start();
    writer.end();
    loop.advance(FeedWriter.TURN);
    write(3);
    assertThat(log.written).isEmpty();
    assertThat(loop.timers()).isZero();
  }
}
