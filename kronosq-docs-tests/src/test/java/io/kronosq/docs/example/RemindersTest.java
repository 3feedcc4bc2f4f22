package io.kronosq.docs.example;

import static io.kronosq.testkit.assertj.KronosAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.task.EnqueueOption;
import io.kronosq.testkit.KronosTest;
import io.kronosq.testkit.TestKronos;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@KronosTest
class RemindersTest {
  private final List<String> sent = new ArrayList<>();

  private void remind(String address, int retried) throws IOException {
    if (retried == 0) throw new IOException("The mail server is away");
    sent.add(address);
  }

  @Test
  void remindsAfterADayAndTriesAgain(TestKronos kronos) {
    kronos.handle("reminder", task -> remind(task.payload(String.class), task.retried()));
    kronos.client().enqueue("reminder", "ann@example.org", EnqueueOption.delay(Duration.ofDays(1)));
    assertThat(kronos).enqueued("reminder").once().withPayload("ann@example.org");
    assertThat(kronos.runFor(Duration.ofHours(23))).isEmpty();
    kronos.runUntilEmpty();
    assertThat(kronos).ran("reminder").times(2).failedWith(IOException.class).retried();
    assertThat(sent).containsExactly("ann@example.org");
  }
}
