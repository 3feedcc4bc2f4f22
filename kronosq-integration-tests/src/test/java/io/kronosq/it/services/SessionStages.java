package io.kronosq.it.services;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.handler.TaskContext;
import jakarta.ejb.Stateless;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** A session bean with an asynchronous handler. */
@Stateless
public class SessionStages {
  /** Goes on elsewhere, and then on a thread of the application. */
  @KronosHandler("session:stage")
  public CompletionStage<String> handle(TaskContext task) {
    return CompletableFuture.supplyAsync(() -> "done in ")
        .thenApplyAsync(text -> text + moduleName(), task.executor());
  }

  private static String moduleName() {
    try {
      return InitialContext.doLookup("java:module/ModuleName");
    } catch (NamingException e) {
      throw new IllegalStateException("There is no application here", e);
    }
  }
}
