package io.kronosq.it.callers;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.TaskCaller;
import io.kronosq.handler.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells who had the task done. */
@ApplicationScoped
public class OrderHandler {
  /** The name of the caller. */
  @KronosHandler("order")
  public String handle(TaskContext task) {
    return TaskCaller.of(task).orElse("nobody");
  }
}
