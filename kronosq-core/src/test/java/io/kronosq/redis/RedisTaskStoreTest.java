package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.NewNotes;
import io.kronosq.store.NewNotes.Progress;
import io.kronosq.store.NewTask;
import io.kronosq.store.RecoveryPolicy;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.store.TaskStoreContract;
import io.kronosq.store.Transition;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.Due;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisTaskStoreTest extends TaskStoreContract {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  private static final ArchiveLimits LIMITS = new ArchiveLimits(10, Duration.ofDays(1));

  @Override
  protected TaskStore open() {
    return RedisTaskStore.open(redis.config());
  }

  private String key(String end) {
    return "kronosq:{" + queue + "}:" + end;
  }

  @Test
  void everyCallWorksAfterTheScriptsWereFlushed() {
    RecoveryPolicy policy = new RecoveryPolicy(3, 3, LIMITS);
    forget();
    enqueue("a", "b", "c", "d", "e", "f");
    forget();
    enqueue(new NewTask("chosen", true, envelope(null), Due.NOW, null));
    forget();
    enqueue(new NewTask("later", false, envelope(null), new Due.After(LEASE), null));
    forget();
    assertThat(claim("me", 7).tasks()).hasSize(7);
    for (Transition outcome :
        List.of(
            new Transition.Acknowledge("a", null),
            new Transition.Retain("b", null, new byte[0], LEASE),
            new Transition.Retry("c", LEASE, AttemptLog.NONE),
            new Transition.Archive("d", null, AttemptLog.NONE, LIMITS),
            new Transition.Postpone("e", LEASE),
            new Transition.Return("f"))) {
      forget();
      assertThat(claim("me", 0, outcome).refused()).isEmpty();
    }
    forget();
    assertThat(Await.answer(store.renew(queue, "me", LEASE)).held()).isTrue();
    forget();
    Await.answer(store.recover(queue, "me", policy));
    forget();
    assertThat(Await.answer(store.expire(queue, LIMITS))).isZero();
    forget();
    Await.answer(store.leave(queue, "other"));
    assertThat(info().size()).isEqualTo(7);
  }

  private static void forget() {
    redis.command("SCRIPT", "FLUSH");
  }

  @Test
  void thereIsAtMostOneWakeMarker() {
    for (int i = 0; i < 5; i++) {
      enqueue("t" + i);
      claim("me", 1);
      Await.answer(store.pause(queue, true));
      Await.answer(store.pause(queue, false));
    }
    assertThat(redis.number("LLEN", key("w"))).isEqualTo(1);
  }

  @Test
  void aPendingTaskWhoseBodyWasDeletedIsSkipped() {
    enqueue("a", "b", "c");
    redis.command("HDEL", key("m"), "b");
    assertThat(ids(claim("me", 10))).containsExactly("a", "c");
    assertThat(redis.texts("SMEMBERS", key("a:me"))).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void whatIsDoneLeavesNothingBehind() {
    enqueue("a");
    claim("me", 1);
    byte[] checkpoint = {1};
    NewNotes notes = new NewNotes("a", new Progress(1, "done"), List.of("line"), checkpoint);
    Await.answer(store.note(queue, "me", List.of(notes)));
    claim("me", 0, new Transition.Acknowledge("a", null));
    Await.answer(store.leave(queue, "me"));
    Await.answer(store.leave(queue, "other"));
    assertThat(redis.texts("KEYS", "*")).containsExactlyInAnyOrder("kronosq:queues", key("w"));
  }

  @Test
  void allKeysOfAQueueShareOneSlot() {
    enqueue("a", "b", "c");
    claim("me", 3);
    claim(
        "me",
        0,
        new Transition.Retry("a", LEASE, AttemptLog.NONE),
        new Transition.Archive("b", null, AttemptLog.NONE, LIMITS),
        new Transition.Retain("c", null, new byte[] {1}, LEASE));
    assertThat(redis.texts("KEYS", "*"))
        .filteredOn(key -> !key.equals("kronosq:queues"))
        .isNotEmpty()
        .allMatch(key -> key.startsWith("kronosq:{" + queue + "}:"));
  }

  @Test
  void aPrefixKeepsApplicationsApart() {
    try (TaskStore apart = RedisTaskStore.open(redis.config().withPrefix("shop"))) {
      Await.answer(apart.enqueue(queue, List.of(task("a"))));
      assertThat(claim("me", 1).tasks()).isEmpty();
      assertThat(Await.answer(apart.queue(queue)).pending()).isEqualTo(1);
      assertThat(redis.number("LLEN", "shop:{" + queue + "}:p")).isEqualTo(1);
    }
  }

  @Test
  void aDatabaseKeepsApplicationsApart() {
    RedisConfig.Standalone config = redis.config();
    RedisConfig other = RedisConfig.parse("redis://" + config.host() + ":" + config.port() + "/3");
    try (TaskStore apart = RedisTaskStore.open(other)) {
      Await.answer(apart.enqueue(queue, List.of(task("a"))));
      assertThat(claim("me", 1).tasks()).isEmpty();
      assertThat(Await.answer(apart.queue(queue)).pending()).isEqualTo(1);
    }
  }

  @Test
  void aKeyOfAnotherKindIsRefusedWithRedisWords() {
    redis.command("SET", key("p"), "not a list");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> enqueue("a"))
        .withMessageContaining("WRONGTYPE")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.REFUSED));
  }

  @Test
  void timesAreByTheClockOfRedis() {
    long before = redis.now();
    long now = claim("me", 0).now().toEpochMilli();
    assertThat(now).isBetween(before, redis.now());
  }

  @Test
  void aFullRedisStillSettlesGivesAndPassesWakeUpsOn() {
    enqueue("a", "b", "c", "d", "e");
    claim("me", 4);
    redis.command("DEL", key("w"));
    redis.command("CONFIG", "SET", "maxmemory", "1");
    try {
      assertThat(claim("me", 0).pendingLeft()).isEqualTo(1);
      assertThat(redis.number("EXISTS", key("w"))).isEqualTo(1);
      redis.command("DEL", key("w"));
      assertThat(claim("me", 0, new Transition.Acknowledge("a", null)).refused()).isEmpty();
      assertThat(
              claim(
                      "me",
                      0,
                      new Transition.Retry("b", LEASE, AttemptLog.NONE),
                      new Transition.Archive("c", null, AttemptLog.NONE, LIMITS),
                      new Transition.Retain("d", null, new byte[] {1}, LEASE))
                  .refused())
          .isEmpty();
      assertThat(Await.answer(store.renew(queue, "me", LEASE)).held()).isTrue();
      assertThat(ids(claim("me", 1))).containsExactly("e");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> enqueue("f"))
          .withMessageContaining("maxmemory")
          .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
    } finally {
      redis.command("CONFIG", "SET", "maxmemory", "0");
    }
    enqueue("f");
  }
}
