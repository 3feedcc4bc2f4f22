package io.kronosq.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.task.Unique;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UniqueDigestTest {
  private static final Duration TTL = Duration.ofMinutes(1);
  private static final Unique TYPE = Unique.byType(TTL);
  private static final Unique PAYLOAD = Unique.byTypeAndPayload(TTL);

  private static String of(Unique unique, String type, String payload) {
    return UniqueDigest.of(unique, type, payload.getBytes(UTF_8));
  }

  @Test
  void byTypeThePayloadMakesNoDifference() {
    assertThat(of(TYPE, "t", "a")).isEqualTo(of(TYPE, "t", "b"));
    assertThat(of(TYPE, "t", "a")).isNotEqualTo(of(TYPE, "u", "a"));
  }

  @Test
  void byTypeAndPayloadBothMakeADifference() {
    assertThat(of(PAYLOAD, "t", "a")).isEqualTo(of(PAYLOAD, "t", "a"));
    assertThat(of(PAYLOAD, "t", "a")).isNotEqualTo(of(PAYLOAD, "t", "b"));
    assertThat(of(PAYLOAD, "t", "a")).isNotEqualTo(of(PAYLOAD, "u", "a"));
  }

  @Test
  void typeAndPayloadDoNotRunTogether() {
    assertThat(of(PAYLOAD, "ab", "c")).isNotEqualTo(of(PAYLOAD, "a", "bc"));
  }

  @Test
  void byKeyOnlyTheKeyMakesADifference() {
    assertThat(of(Unique.byKey("k", TTL), "t", "a")).isEqualTo(of(Unique.byKey("k", TTL), "u", ""));
    assertThat(of(Unique.byKey("k", TTL), "t", "a"))
        .isNotEqualTo(of(Unique.byKey("l", TTL), "t", "a"));
  }

  @Test
  void aKeyIsNoType() {
    assertThat(of(Unique.byKey("t", TTL), "t", "")).isNotEqualTo(of(TYPE, "t", ""));
  }

  @Test
  void timeToLiveAndReleaseMakeNoDifference() {
    assertThat(of(Unique.byType(Duration.ofHours(9)).releasing(Unique.Release.ON_EXPIRY), "t", ""))
        .isEqualTo(of(TYPE, "t", ""));
  }

  @Test
  void itIsTwentyTwoCharactersThatNeedNoEscape() {
    assertThat(of(PAYLOAD, "t", "x".repeat(1_000))).matches("[A-Za-z0-9_-]{22}");
  }
}
