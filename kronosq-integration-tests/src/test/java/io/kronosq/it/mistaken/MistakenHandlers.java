package io.kronosq.it.mistaken;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.handler.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A mistake in every handler. */
@ApplicationScoped
public class MistakenHandlers {
  /** One of two. */
  @KronosHandler("mistaken:twice")
  public void first() {}

  /** The other. */
  @KronosHandler("mistaken:twice")
  public void second() {}

  @KronosHandler("mistaken:hidden")
  void hidden() {}

  /** Belongs to no bean. */
  @KronosHandler("mistaken:fixed")
  public static void fixed() {}

  /** Can't be called so. */
  @KronosHandler("mistaken:payloads")
  public void payloads(String one, Integer other) {}

  /** One context is enough. */
  @KronosHandler("mistaken:contexts")
  public void contexts(TaskContext one, TaskContext other) {}

  /** Nobody waits for it. */
  @KronosHandler("mistaken:future")
  public Future<String> future() {
    return CompletableFuture.completedFuture("");
  }

  /** A type has letters. */
  @KronosHandler(" ")
  public void type() {}

  /** A queue has no braces. */
  @KronosHandler(value = "mistaken:braces", queue = "{braces}")
  public void braces() {}

  /** Nobody serves its queue. */
  @KronosHandler(value = "mistaken:queue", queue = "nowhere")
  public void queue() {}

  /** Can't be tried less than not again. */
  @KronosHandler(value = "mistaken:retries", maxRetry = -1)
  public void retries() {}

  /** When is soon? */
  @KronosHandler(value = "mistaken:timeout", timeout = "soon")
  public void timeout() {}

  /** Which type's retries? */
  @KronosHandler(value = "mistaken:any:*", maxRetry = 3)
  public void prefix() {}

  /** Nobody knows how long its policy waits. */
  @KronosHandler(value = "mistaken:policy", retryPolicy = UnmakeablePolicy.class)
  public void policy() {}
}
