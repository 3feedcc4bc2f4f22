package io.kronosq.it.services;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Tasks that are under way until they are told to land. */
@ApplicationScoped
public class Flights {
  private final Queue<CompletableFuture<Void>> inFlight = new ConcurrentLinkedQueue<>();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();

  /** Takes off. */
  @KronosHandler("flight")
  public CompletionStage<Void> takeOff() {
    threads.add(Thread.currentThread().getName());
    CompletableFuture<Void> flight = new CompletableFuture<>();
    inFlight.add(flight);
    return flight;
  }

  /** How many are under way. */
  public int inFlight() {
    return inFlight.size();
  }

  /** Threads that were taken so far. */
  public int threads() {
    return threads.size();
  }

  /** Ends all. */
  public void land() {
    inFlight.forEach(flight -> flight.complete(null));
  }
}
