package io.kronosq.it.transactions;

import io.kronosq.KronosClient;
import io.kronosq.task.TaskRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Takes orders in transactions of the {@code @Transactional} interceptor. */
@ApplicationScoped
public class ManagedOrders {
  @Inject private KronosClient client;

  /**
   * Takes an order.
   *
   * @throws IllegalArgumentException when it is refused, after it was enqueued
   */
  @Transactional
  public TaskRef take(int number, boolean refused) {
    TaskRef task = client.enqueue("order", number);
    if (refused) {
      throw new IllegalArgumentException("order " + number);
    }
    return task;
  }
}
