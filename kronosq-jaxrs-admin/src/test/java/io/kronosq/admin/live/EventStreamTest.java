package io.kronosq.admin.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.admin.live.EventStream.End;
import io.kronosq.testing.ManualLoop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private final ManualLoop loop = new ManualLoop();
  private final FakeOutlet outlet = new FakeOutlet();
  private final EventStream stream = new EventStream(outlet, loop, loop, "ann");
  private int ended;

  EventStreamTest() {
    stream.whenEnded(() -> ended++);
  }

  private static Message message(String data) {
    return new Message("task", data, data);
  }

  private void offer(String... data) {
    for (String one : data) {
      stream.offer(message(one));
    }
    loop.run();
  }

  @Test
  void messagesAreSentInOrder() {
    offer("1", "2", "3");
    assertThat(outlet.data("task")).containsExactly("1", "2", "3");
  }

  @Test
  void nothingIsSentWhileTheBrowserDoesNotRead() {
    outlet.stopsReading();
    offer("1", "2", "3");
    assertThat(outlet.data("task")).containsExactly("1");
    outlet.readsAgain();
    loop.run();
    assertThat(outlet.data("task")).containsExactly("1", "2", "3");
  }

  @Test
  void aBrowserThatFallsTooFarBehindIsDropped() {
    outlet.stopsReading();
    offer("first");
    for (int i = 0; i < EventStream.MOST_WAITING; i++) {
      offer("more");
    }
    assertThat(outlet.isClosed()).isFalse();
    offer("too many");
    assertThat(outlet.isClosed()).isTrue();
    assertThat(ended).isEqualTo(1);
    assertThat(stream.waiting()).isZero();
    offer("later");
    assertThat(outlet.data("task")).containsExactly("first");
  }

  @Test
  void whatWaitsIsBoundedInBytesToo() {
    outlet.stopsReading();
    String large = "x".repeat(EventStream.MOST_BYTES / 8);
    offer(large);
    offer(large, large, large);
    assertThat(outlet.isClosed()).isFalse();
    offer(large);
    assertThat(outlet.isClosed()).isTrue();
  }

  @Test
  void aBrowserThatStopsReadingIsDroppedAfterAWhile() {
    outlet.stopsReading();
    offer("1");
    loop.advance(EventStream.STALLED.minusMillis(1));
    stream.check();
    assertThat(outlet.isClosed()).isFalse();
    loop.advance(Duration.ofMillis(1));
    stream.check();
    loop.run();
    assertThat(outlet.isClosed()).isTrue();
    assertThat(ended).isEqualTo(1);
  }

  @Test
  void aBrowserThatHasGoneIsForgotten() {
    outlet.stopsReading();
    offer("1");
    outlet.goes();
    loop.run();
    assertThat(outlet.isClosed()).isTrue();
    assertThat(ended).isEqualTo(1);
  }

  @Test
  void aBrowserThatIsFoundGoneAtOnceIsForgotten() {
    outlet.goes();
    offer("1", "2");
    assertThat(outlet.names()).hasSize(1);
    assertThat(outlet.isClosed()).isTrue();
    assertThat(ended).isEqualTo(1);
  }

  @Test
  void anIdleConnectionIsKeptAlive() {
    offer("1");
    loop.advance(EventStream.HEARTBEAT.minusMillis(1));
    stream.check();
    loop.run();
    assertThat(outlet.sent()).hasSize(1);
    loop.advance(Duration.ofMillis(1));
    stream.check();
    stream.check();
    loop.run();
    assertThat(outlet.sent()).containsExactly(message("1"), Message.HEARTBEAT);
  }

  @Test
  void aStreamEndsInTimeAndSaysWhy() {
    loop.advance(EventStream.LIFETIME.plus(Duration.ofMinutes(1)));
    stream.check();
    loop.run();
    assertThat(outlet.sent()).containsExactly(new Message("end", null, "{\"reason\":\"expired\"}"));
    assertThat(outlet.isClosed()).isTrue();
    assertThat(ended).isEqualTo(1);
  }

  @Test
  void whatWaitsIsSentBeforeTheEnd() {
    outlet.stopsReading();
    offer("1", "2");
    stream.end(End.STOPPING);
    offer("3");
    outlet.readsAgain();
    loop.run();
    assertThat(outlet.names()).isEqualTo(List.of("task", "task", "end"));
    assertThat(stream.closing()).isCompleted();
    assertThat(ended).isEqualTo(1);
  }

  @Test
  void aBrowserThatDoesNotReadIsClosedWithoutWaiting() {
    outlet.stopsReading();
    offer("1");
    stream.end(End.STOPPING);
    stream.close();
    assertThat(outlet.isClosed()).isTrue();
    assertThat(stream.closing()).isCompleted();
  }
}
