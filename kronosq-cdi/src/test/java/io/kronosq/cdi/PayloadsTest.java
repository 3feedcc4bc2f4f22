package io.kronosq.cdi;

import static io.kronosq.event.TaskEventType.SUCCEEDED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.event.TaskEvent;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Payloads that the configuration has encrypted. */
class PayloadsTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  /** A payload. */
  public record Patient(String name) {}

  @ApplicationScoped
  static class Ward {
    @KronosHandler("admit")
    public Patient admit(Patient patient) {
      return new Patient(patient.name() + " is in");
    }
  }

  @Test
  void handlersReadWhatIsStoredEncryptedAndAnswerSo() throws InterruptedException {
    try (Application application =
        Application.of(RecordedEvents.class, Ward.class)
            .with("kronosq.redis.uri", "embedded:?memory")
            .with("kronosq.payload.encryption.key", "k")
            .with("kronosq.payload.encryption.keys.k", KEY)
            .with("kronosq.payload.encryption.required", true)
            .start()) {
      TaskRef ref =
          application
              .get(KronosClient.class)
              .enqueue("admit", new Patient("Ada"), EnqueueOption.retention(Duration.ofMinutes(1)));
      TaskEvent event = application.get(RecordedEvents.class).await(SUCCEEDED);
      assertThat(event.taskId()).isEqualTo(ref.id());
      TaskInfo task = application.get(Inspector.class).task(ref.queue(), ref.id()).orElseThrow();
      assertThat(text(task.payload())).isNotEmpty().doesNotContain("Ada");
      assertThat(text(task.result())).isNotEmpty().doesNotContain("Ada");
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
