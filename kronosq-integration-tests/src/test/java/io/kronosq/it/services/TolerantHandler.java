package io.kronosq.it.services;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Handlers with the interceptors of MicroProfile Fault Tolerance and of Jakarta Concurrency. */
@ApplicationScoped
public class TolerantHandler {
  private final AtomicInteger retried = new AtomicInteger();
  private final AtomicInteger staged = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);

  /** Succeeds the third time within one attempt. */
  @Retry(maxRetries = 5, delay = 0, jitter = 0)
  @KronosHandler("tolerant:retry")
  public int retry() {
    int call = retried.incrementAndGet();
    if (call % 3 != 0) {
      throw new IllegalStateException("call " + call);
    }
    return call;
  }

  /** Has something else. */
  @Fallback(fallbackMethod = "instead")
  @KronosHandler("tolerant:fallback")
  public String fallback(String payload) {
    throw new IllegalStateException(payload);
  }

  /** Stands in. */
  public String instead(String payload) {
    return "instead of " + payload;
  }

  /** Takes too long. */
  @Timeout(100)
  @KronosHandler("tolerant:timeout")
  public void timeout() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Lets one in at a time, until {@link #leave}. */
  @Bulkhead(1)
  @KronosHandler("tolerant:bulkhead")
  public void enter() throws InterruptedException {
    entered.countDown();
    left.await();
  }

  /** Waits until a task is inside the bulkhead. */
  public void awaitEntered() throws InterruptedException {
    assertTrue(entered.await(20, TimeUnit.SECONDS), "nothing entered");
  }

  /** Lets the one inside end. */
  public void leave() {
    left.countDown();
  }

  /** Runs on a thread of the server's, by Jakarta Concurrency. */
  @jakarta.enterprise.concurrent.Asynchronous
  @KronosHandler("concurrent:stage")
  public CompletionStage<String> concurrent(String payload) {
    if (payload.equals("fails")) {
      throw new IllegalStateException("It fails on the other thread");
    }
    return jakarta.enterprise.concurrent.Asynchronous.Result.complete("done for " + payload);
  }

  /** Fails twice after it has returned. */
  @Asynchronous
  @Retry(maxRetries = 5, delay = 0, jitter = 0)
  @KronosHandler("tolerant:stage")
  public CompletionStage<Integer> stage() {
    int call = staged.incrementAndGet();
    return CompletableFuture.supplyAsync(
        () -> {
          if (call % 3 != 0) {
            throw new IllegalStateException("call " + call);
          }
          return call;
        });
  }
}
