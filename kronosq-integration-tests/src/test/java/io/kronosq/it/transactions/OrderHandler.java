package io.kronosq.it.transactions;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes the orders that arrive. */
@ApplicationScoped
public class OrderHandler {
  private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();

  /** Notes an order. */
  @KronosHandler("order")
  public void handle(int number) {
    arrived.add(number);
  }

  /**
   * Takes so many orders, and all others that have arrived.
   *
   * @throws AssertionError when they don't arrive
   */
  public List<Integer> take(int count) throws InterruptedException {
    List<Integer> taken = new ArrayList<>();
    while (taken.size() < count) {
      Integer next = arrived.poll(30, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError(taken.size() + " of " + count + " arrived: " + taken);
      }
      taken.add(next);
    }
    arrived.drainTo(taken);
    return taken;
  }
}
