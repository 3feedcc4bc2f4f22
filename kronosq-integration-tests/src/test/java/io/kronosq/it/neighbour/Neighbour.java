package io.kronosq.it.neighbour;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Counts what it was greeted with, and by the name of which application its handlers go. */
@ApplicationScoped
public class Neighbour {
  private final CountDownLatch visited = new CountDownLatch(1);
  private final CountDownLatch goodbye = new CountDownLatch(1);

  // Guarded by this.
  private final Map<String, Integer> greetings = new TreeMap<>();

  /** Notes a greeting. */
  @KronosHandler("greet")
  public synchronized void greet(String greeting) throws NamingException {
    greetings.merge(
        greeting + " in " + InitialContext.<String>doLookup("java:app/AppName"), 1, Integer::sum);
  }

  /** Holds the handler's thread until {@link #sayGoodbye}. */
  @KronosHandler("visit")
  public void visit() throws InterruptedException {
    visited.countDown();
    goodbye.await();
  }

  /** How often each greeting came. */
  synchronized String greetings() {
    return greetings.toString();
  }

  /** Waits for a visitor. */
  void awaitVisit() throws InterruptedException {
    visited.await();
  }

  /** Lets the visitor go. */
  void sayGoodbye() {
    goodbye.countDown();
  }
}
