package io.kronosq.it.blocked;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where handlers wait. */
@ApplicationScoped
public class Gate {
  private final CountDownLatch open = new CountDownLatch(1);
  private CountDownLatch missing = new CountDownLatch(0);

  Gate() {}

  @Inject
  Gate(@ConfigProperty(name = "it.blocked.handlers") int expected) {
    missing = new CountDownLatch(expected);
  }

  /** Waits until it is opened. */
  public void enter() throws InterruptedException {
    missing.countDown();
    open.await();
  }

  /** Whether all that are expected wait here, within 30 s. */
  public boolean isCrowded() throws InterruptedException {
    return missing.await(30, TimeUnit.SECONDS);
  }

  /** Lets all go. */
  public void open() {
    open.countDown();
  }
}
