package io.kronosq.it.manual;

import io.kronosq.KronosClient;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.KronosSchedule;
import io.kronosq.task.EnqueueOption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reminds after a day, and every Monday. */
@ApplicationScoped
public class Reminders {
  @Inject private KronosClient client;

  private final List<String> sent = new CopyOnWriteArrayList<>();

  /** The payload. */
  public record Reminder(String address) {}

  /** Enqueues, and rolls back if so told. */
  @Transactional
  public void order(String address, boolean fails) {
    client.enqueue("reminder", new Reminder(address), EnqueueOption.delay(Duration.ofDays(1)));
    if (fails) {
      throw new IllegalStateException("the order is refused");
    }
  }

  /** Sends. */
  @KronosHandler("reminder")
  @Transactional
  public void remind(Reminder reminder) {
    sent.add(reminder.address());
  }

  /** Sends the same to all. */
  @KronosHandler("newsletter")
  @KronosSchedule(cron = "0 6 * * 1", payload = "\"all\"")
  public void newsletter(String to) {
    sent.add(to);
  }

  /** To whom was sent. */
  public List<String> sent() {
    return sent;
  }
}
