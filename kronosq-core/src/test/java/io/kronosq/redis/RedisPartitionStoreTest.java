package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.store.Confirmation;
import io.kronosq.store.Encounter;
import io.kronosq.store.EnqueueReply;
import io.kronosq.store.NewTask;
import io.kronosq.task.Due;
import io.kronosq.task.Durability;
import io.kronosq.testing.Await;
import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisPartitionStoreTest extends PartitionStoreContract {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @Override
  RedisFixture redis() {
    return redis;
  }

  @Test
  void whatIsStoredBesideTasksThatMovedIsConfirmedAllTheSame() {
    Await.answer(engine.store().partitions().setPartitions("q", 6));
    NewTask plain = new NewTask("plain", false, new byte[0], Due.NOW, null);
    NewTask bound = new NewTask("bound", true, new byte[0], Due.NOW, null);
    Confirmation byAReplica = new Confirmation(Durability.replicated(1), Duration.ofMillis(50));
    Await.until("there is a connection for it", () -> isConnected(byAReplica));
    EnqueueReply reply =
        Await.answer(engine.store().enqueue("q", List.of(plain, bound), byAReplica));
    assertThat(reply.encounters()).isEqualTo(Map.of(1, Encounter.MOVED));
    assertThat(reply.unconfirmed()).as("there is no replica").isNotNull();
  }

  private boolean isConnected(Confirmation confirmation) {
    NewTask any = new NewTask("any", false, new byte[0], Due.NOW, null);
    return Await.answer(
        engine
            .store()
            .enqueue("q", List.of(any), confirmation)
            .handle((reply, failure) -> failure == null));
  }
}
