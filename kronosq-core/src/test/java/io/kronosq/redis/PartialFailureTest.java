package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.store.Encounter;
import io.kronosq.store.StoreException;
import io.kronosq.store.StoreException.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PartialFailureTest {
  private static CompletableFuture<Map<Integer, Encounter>> failed(Kind kind) {
    return CompletableFuture.failedFuture(new StoreException(kind, "for the test", null));
  }

  private static CompletableFuture<Map<Integer, Encounter>> stored(
      Map<Integer, Encounter> conflicts) {
    return CompletableFuture.completedFuture(conflicts);
  }

  private static void assertFailsAs(
      Kind kind, List<CompletableFuture<Map<Integer, Encounter>>> parts) {
    assertThatThrownBy(PartialFailure.combine(parts)::join)
        .cause()
        .isInstanceOfSatisfying(
            StoreException.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  @Test
  void conflictsOfAllPartsAreTold() {
    assertThat(
            PartialFailure.combine(
                    List.of(
                        stored(Map.of(0, Encounter.refused("a"))),
                        stored(Map.of(3, Encounter.refused("b")))))
                .join())
        .containsOnly(Map.entry(0, Encounter.refused("a")), Map.entry(3, Encounter.refused("b")));
  }

  @Test
  void whereNoPartWasWrittenTheWholeWasNot() {
    assertFailsAs(
        Kind.NOT_CONNECTED, List.of(failed(Kind.NOT_CONNECTED), failed(Kind.NOT_CONNECTED)));
    assertFailsAs(Kind.FULL, List.of(failed(Kind.FULL), failed(Kind.FULL)));
  }

  @Test
  void whereAPartMayBeStoredNobodyTakesItForUnwritten() {
    assertFailsAs(Kind.UNANSWERED, List.of(stored(Map.of()), failed(Kind.FULL)));
    assertFailsAs(Kind.UNANSWERED, List.of(failed(Kind.UNANSWERED), failed(Kind.NOT_CONNECTED)));
    assertFailsAs(Kind.UNANSWERED, List.of(failed(Kind.NOT_CONNECTED), stored(Map.of())));
  }
}
