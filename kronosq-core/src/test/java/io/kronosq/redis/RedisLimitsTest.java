package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.store.ClaimRequest;
import io.kronosq.store.LimitStoreContract;
import io.kronosq.store.LimitTarget;
import io.kronosq.store.NewTask;
import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import io.kronosq.task.Due;
import io.kronosq.task.Limits;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLimitsTest extends LimitStoreContract {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }

  @Test
  void nothingIsLeftOfLanesWhenTheLastTaskWithAKeyIsDone() {
    enqueue(new NewTask("keyed", false, new byte[0], Due.NOW, null, "key"));
    claim(1);
    for (int i = 0; i < 5; i++) {
      enqueue(new NewTask("t" + i, false, new byte[0], Due.NOW, null));
    }
    claim(1, new Transition.Acknowledge("keyed", null));
    claim(9);
    String lanes = "kronosq:{" + queue + "}:";
    assertThat(redis.number("EXISTS", lanes + "i", lanes + "l", lanes + "n", lanes + "b")).isZero();
  }

  private void enqueue(NewTask task) {
    Await.answer(store.enqueue(queue, List.of(task)));
  }

  private void claim(int most, Transition... settled) {
    Await.answer(store.claim(new ClaimRequest(queue, "me", most, List.of(settled))));
  }

  @Test
  void whatRatesRememberGoesWithTime() {
    Limits limits = Limits.rate(5, Duration.ofMinutes(1));
    Await.answer(store.limits().set(queue, new LimitTarget.Queue(false), limits));
    enqueue(new NewTask("a", false, new byte[0], Due.NOW, null));
    claim(1);
    assertThat(redis.number("PTTL", "kronosq:{" + queue + "}:v")).isBetween(60_000L, 73_000L);
  }
}
