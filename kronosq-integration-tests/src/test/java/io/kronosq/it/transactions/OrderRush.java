package io.kronosq.it.transactions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Takes many orders, in turn by either bean, about half of which are refused. */
@ApplicationScoped
public class OrderRush {
  @Inject private ManagedOrders managed;
  @Inject private SessionOrders session;

  /**
   * Takes orders with the numbers from 0 on.
   *
   * @return those that were not refused
   */
  public List<Integer> take(int count, long seed) {
    Random random = new Random(seed);
    List<Integer> committed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean refused = random.nextBoolean();
      if (i % 2 == 0) {
        session.take(i, refused);
      } else {
        takeManaged(i, refused);
      }
      if (!refused) {
        committed.add(i);
      }
    }
    return committed;
  }

  private void takeManaged(int number, boolean refused) {
    try {
      managed.take(number, refused);
    } catch (IllegalArgumentException e) {
      if (!refused) {
        throw e;
      }
    }
  }
}
