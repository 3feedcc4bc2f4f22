package io.kronosq.it.services;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Handlers with the interceptors of MicroProfile Fault Tolerance. */
@ApplicationScoped
public class TolerantHandler {
  private final AtomicInteger retried = new AtomicInteger();
  private final AtomicInteger staged = new AtomicInteger();

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
