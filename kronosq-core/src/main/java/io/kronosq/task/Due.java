package io.kronosq.task;

import java.time.Duration;
import java.time.Instant;

/** When a task may start. Redis' clock decides, whatever the application server's clock says. */
public sealed interface Due {
  /** At once. */
  Due NOW = new Now();

  /** As soon as a worker is free. */
  record Now() implements Due {}

  /**
   * After a delay from the moment of enqueueing.
   *
   * @param delay positive, with a resolution of 1 ms
   */
  record After(Duration delay) implements Due {}

  /**
   * At a time.
   *
   * @param time may lie in the past, which means at once
   */
  record At(Instant time) implements Due {}
}
