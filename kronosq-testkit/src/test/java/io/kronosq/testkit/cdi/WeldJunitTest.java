package io.kronosq.testkit.cdi;

import static io.kronosq.testkit.assertj.KronosAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.testkit.ManualEngineExtension;
import io.kronosq.testkit.TestKronos;
import io.kronosq.testkit.cdi.SignUps.Welcome;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jboss.weld.junit5.EnableWeld;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldSetup;
import org.junit.jupiter.api.Test;

@EnableWeld
class WeldJunitTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  @WeldSetup
  final WeldInitiator weld =
      WeldInitiator.of(
          WeldInitiator.createWeld()
              .addExtensions(
                  new KronosExtension(),
                  new ManualEngineExtension(settings -> settings.startAt(NOON)))
              .addBeanClass(SignUps.class));

  @Inject private SignUps signUps;
  @Inject private KronosClient client;
  @Inject private TestKronos kronos;

  @Test
  void applicationsTasksRunInItsHandlersWhenTheTestSaysSo() {
    signUps.register("ann@example.org");
    assertThat(kronos)
        .enqueued("email:welcome")
        .once()
        .withPayload(new Welcome("ann@example.org"))
        .withMaxRetry(2)
        .withDelay(HOUR);
    assertThat(kronos.runDue()).isEmpty();

    kronos.clock().advance(HOUR);
    kronos.runDue();

    assertThat(signUps.sent()).containsExactly("ann@example.org");
    assertThat(kronos).ran("email:welcome").once().succeeded();
    assertThat(signUps.events())
        .containsExactly("STARTED email:welcome", "SUCCEEDED email:welcome");
  }

  @Test
  void failuresOfItsHandlersAreTriedAgainAsItSays() {
    signUps.mailServerIsAway(true);
    signUps.register("ann@example.org");
    kronos.runUntilEmpty();
    assertThat(kronos).ran("email:welcome").times(3).archived().once();
    assertThat(kronos.lastFailure()).containsInstanceOf(IOException.class);
    assertThat(signUps.sent()).isEmpty();
  }

  @Test
  void itsSchedulesGoByTheTestsClock() {
    kronos.runFor(Duration.ofDays(2));
    assertThat(kronos).ran("report").times(2).succeeded();
    assertThat(signUps.sent()).containsExactly("daily", "daily");
  }

  @Test
  void eachTestHasAnApplicationOfItsOwn() {
    assertThat(kronos).nothingEnqueued();
    assertThat(kronos.inspector().queues()).isEmpty();
    client.enqueue("report", "now");
    kronos.runDue();
    assertThat(signUps.sent()).containsExactly("now");
  }
}
