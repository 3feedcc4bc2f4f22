package io.kronosq.it.transactions;

import io.kronosq.KronosClient;
import io.kronosq.task.TaskRef;
import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Takes orders in transactions of the EJB container. */
@Stateless
public class SessionOrders {
  @Inject private KronosClient client;
  @Resource private SessionContext session;

  /** Takes an order, and has the transaction rolled back when it is refused. */
  public TaskRef take(int number, boolean refused) {
    TaskRef task = client.enqueue("order", number);
    if (refused) {
      session.setRollbackOnly();
    }
    return task;
  }

  /** Takes an order in a transaction of its own. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public TaskRef takeApart(int number) {
    return client.enqueue("order", number);
  }
}
