package io.kronosq.it;

import static io.kronosq.testkit.assertj.KronosAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kronosq.it.manual.Reminders;
import io.kronosq.it.manual.Reminders.Reminder;
import io.kronosq.testkit.ManualEngineExtension;
import io.kronosq.testkit.TestKronos;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A test in the server runs an application's tasks by a clock of its own. Runs on the server. */
@ArquillianTest
class ManualEngineIT {
  @Inject private Reminders reminders;
  @Inject private TestKronos kronos;

  @Deployment
  static WebArchive application() {
    return Wars.withTestKit("manual", Map.of())
        .addPackage(Reminders.class.getPackage())
        .addAsServiceProvider(Extension.class, ManualEngineExtension.class);
  }

  @AfterEach
  void forget() {
    kronos.runUntilEmpty();
    kronos.forget();
    reminders.sent().clear();
  }

  @Test
  void tasksRunOnTheTestsThreadByItsClock() {
    reminders.order("ann@example.org", false);
    assertThat(kronos).enqueued("reminder").once().withPayload(new Reminder("ann@example.org"));
    assertTrue(kronos.runDue().isEmpty());
    kronos.clock().advance(Duration.ofDays(1));
    kronos.runDue();
    assertTrue(reminders.sent().contains("ann@example.org"), reminders.sent()::toString);
    assertThat(kronos).ran("reminder").once().succeeded();
  }

  @Test
  void whatIsRolledBackIsNotEnqueued() {
    assertThrows(RuntimeException.class, () -> reminders.order("bob@example.org", true));
    assertThat(kronos).nothingEnqueued();
  }

  @Test
  void schedulesGoByTheTestsClock() {
    kronos.runFor(Duration.ofDays(14));
    assertThat(kronos).ran("newsletter").times(2).succeeded();
    assertEquals(List.of("all", "all"), reminders.sent());
  }
}
