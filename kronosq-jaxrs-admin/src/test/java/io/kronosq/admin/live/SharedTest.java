package io.kronosq.admin.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.store.StoreException;
import io.kronosq.testing.Await;
import io.kronosq.testing.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedTest {
  private final ManualLoop clock = new ManualLoop();
  private final AtomicInteger readings = new AtomicInteger();
  private Runnable meanwhile = () -> {};
  private final Shared<Integer> shared =
      new Shared<>(
          Duration.ofSeconds(2),
          clock,
          () -> {
            int reading = readings.incrementAndGet();
            meanwhile.run();
            return reading;
          });

  @Test
  void nothingIsReadBeforeSomebodyAsks() {
    clock.advance(Duration.ofMinutes(1));
    assertThat(readings).hasValue(0);
  }

  @Test
  void allWhoAskWithinTheTimeShareAReading() {
    assertThat(shared.get()).isEqualTo(1);
    clock.advance(Duration.ofMillis(1_999));
    assertThat(shared.get()).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(shared.get()).isEqualTo(2);
  }

  @Test
  void allWhoAskDuringAReadingShareIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    meanwhile =
        () -> {
          begun.countDown();
          Await.signal(goOn);
        };
    List<CompletableFuture<Integer>> asked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asked.add(CompletableFuture.supplyAsync(shared::get, task -> new Thread(task).start()));
    }
    Await.signal(begun);
    goOn.countDown();
    for (CompletableFuture<Integer> one : asked) {
      assertThat(Await.answer(one)).isEqualTo(1);
    }
  }

  @Test
  void whatTakesLongIsReadLessOften() {
    meanwhile = () -> clock.advance(Duration.ofSeconds(1));
    shared.get();
    clock.advance(Duration.ofMillis(3_999));
    assertThat(shared.get()).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(shared.get()).isEqualTo(2);
  }

  @Test
  void afterAChangeItIsReadAnew() {
    shared.get();
    shared.outdated();
    assertThat(shared.get()).isEqualTo(2);
  }

  @Test
  void aReadingThatBeganBeforeAChangeIsNotKept() {
    meanwhile = shared::outdated;
    assertThat(shared.get()).isEqualTo(1);
    meanwhile = () -> {};
    assertThat(shared.get()).isEqualTo(2);
    assertThat(shared.get()).isEqualTo(2);
  }

  @Test
  void aFailureIsSharedForAMoment() {
    AtomicInteger tries = new AtomicInteger();
    Shared<Integer> away =
        new Shared<>(
            Duration.ofSeconds(2),
            clock,
            () -> {
              tries.incrementAndGet();
              throw new StoreException(StoreException.Kind.NOT_CONNECTED, "away", null);
            });
    assertThatThrownBy(away::get).isInstanceOf(StoreException.class).hasMessage("away");
    assertThatThrownBy(away::get).hasMessage("away");
    assertThat(tries).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(away::get).hasMessage("away");
    assertThat(tries).hasValue(2);
  }
}
