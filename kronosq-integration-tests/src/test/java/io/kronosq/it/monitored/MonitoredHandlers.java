package io.kronosq.it.monitored;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.handler.SkipRetryException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CountDownLatch;

/** Handlers that do well, badly, or nothing for a while. */
@ApplicationScoped
public class MonitoredHandlers {
  private volatile CountDownLatch gate = new CountDownLatch(1);

  @KronosHandler("monitored:good")
  public void good() {}

  @KronosHandler("monitored:hopeless")
  public void hopeless() {
    throw new SkipRetryException("hopeless");
  }

  @KronosHandler(value = "monitored:failing", maxRetry = 5)
  public void failing() {
    throw new IllegalStateException("not yet");
  }

  @KronosHandler("monitored:waiting")
  public void waiting() throws InterruptedException {
    gate.await();
  }

  @KronosHandler(value = "monitored:stubborn", timeout = "500ms", maxRetry = 0)
  public void stubborn() {
    CountDownLatch mine = gate;
    while (mine.getCount() > 0) {
      try {
        mine.await();
      } catch (InterruptedException ignored) {
        // That is what a stuck handler does.
      }
    }
  }

  /** Lets those that wait go on. */
  void open() {
    gate.countDown();
    gate = new CountDownLatch(1);
  }
}
