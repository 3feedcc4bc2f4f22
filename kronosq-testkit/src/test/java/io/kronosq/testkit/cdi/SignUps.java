package io.kronosq.testkit.cdi;

import io.kronosq.KronosClient;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.KronosSchedule;
import io.kronosq.event.TaskEvent;
import io.kronosq.task.EnqueueOption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An application: who signs up gets a mail after an hour; a report comes every morning. */
@ApplicationScoped
public class SignUps {
  @Inject private KronosClient client;

  private final List<String> sent = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private boolean mailServerIsAway;

  /** The payload. */
  public record Welcome(String address) {}

  public void register(String address) {
    client.enqueue("email:welcome", new Welcome(address), EnqueueOption.delay(Duration.ofHours(1)));
  }

  @KronosHandler(value = "email:welcome", maxRetry = 2)
  public void send(Welcome welcome) throws IOException {
    if (mailServerIsAway) {
      throw new IOException("the mail server is away");
    }
    sent.add(welcome.address());
  }

  @KronosHandler("report")
  @KronosSchedule(cron = "0 6 * * *", payload = "\"daily\"")
  public void report(String which) {
    sent.add(which);
  }

  public void onEvent(@Observes TaskEvent event) {
    events.add(event.type() + " " + event.taskType());
  }

  public void mailServerIsAway(boolean value) {
    mailServerIsAway = value;
  }

  public List<String> sent() {
    return List.copyOf(sent);
  }

  public List<String> events() {
    return List.copyOf(events);
  }
}
