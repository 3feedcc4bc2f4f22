package io.kronosq.cdi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {
  private final UnknownKeys unknownKeys = new UnknownKeys(Set.of("KRONOSQ_HOME")::contains);

  @Test
  void namesTheNearestKey() {
    assertThat(unknownKeys.warnings(List.of("kronosq.redis.url", "kronosq.graceperiod")))
        .containsExactly(
            "The configuration key kronosq.redis.url is unknown; did you mean kronosq.redis.uri?",
            "The configuration key kronosq.graceperiod is unknown; did you mean"
                + " kronosq.grace-period?");
  }

  @Test
  void namesNoKeyWhenNoneIsNear() {
    assertThat(unknownKeys.warnings(List.of("kronosq.something.of.someone.else")))
        .containsExactly(
            "The configuration key kronosq.something.of.someone.else is unknown and has no"
                + " effect");
  }

  @Test
  void knowsNotifiersByServiceAndName() {
    assertThat(
            unknownKeys.warnings(
                List.of(
                    "kronosq.notify.quiet-time",
                    "kronosq.notify.slack.quiet-time",
                    "kronosq.notify.slack.operators.url",
                    "kronosq.notify.telegram.operators.chat-id")))
        .isEmpty();
    assertThat(
            unknownKeys.warnings(
                List.of(
                    "kronosq.notify.slack.quiettime",
                    "kronosq.notify.slack.token",
                    "kronosq.notify.slack.a.b.url",
                    "kronosq.notify.teams.url")))
        .hasSize(4);
  }

  @Test
  void isSilentAboutKnownKeysOthersAndTheEnvironment() {
    assertThat(
            unknownKeys.warnings(
                List.of(
                    "kronosq.lease",
                    "kronosq.queues.mails.concurrency",
                    "kronosq.payload.encryption.keys.k1",
                    "other.lease",
                    "kronosq.home",
                    "KRONOSQ_HOME")))
        .isEmpty();
  }
}
