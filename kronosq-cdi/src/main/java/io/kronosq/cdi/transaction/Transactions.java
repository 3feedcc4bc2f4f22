package io.kronosq.cdi.transaction;

import io.kronosq.cdi.mistake.Mistake;
import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.client.EnqueueBatcher;
import io.kronosq.client.EnqueueGate;
import io.kronosq.client.UnitOfWork;
import io.kronosq.task.KronosException;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of the server: its {@code TransactionSynchronizationRegistry} from JNDI, else a
 * bean of that type, such as one that an application without a server has for its own transaction
 * manager.
 */
public final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
  private static final String USER_TRANSACTION = "java:comp/UserTransaction";
  private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";

  private volatile @Nullable TransactionSynchronizationRegistry registry;

  /**
   * Looks for them unless they were found before. To be called on a thread that has the
   * application's context.
   *
   * @param beanManager of the application
   */
  public void look(BeanManager beanManager) {
    if (registry == null) {
      try {
        registry = find(beanManager);
      } catch (LinkageError e) {
        LOG.debug("There is no transaction API here", e);
      }
    }
  }

  /**
   * Makes sure that there are any.
   *
   * @param outbox the configured data source, which makes no sense without
   * @throws KronosException when none were found
   */
  public void demandFor(String outbox) {
    if (registry == null) {
      throw new KronosException(
          new Mistake(
                  MistakeCode.OUTBOX_WITHOUT_TRANSACTIONS,
                  "kronosq.outbox="
                      + outbox
                      + " needs transactions, and there are none: neither "
                      + REGISTRY
                      + " in JNDI nor a bean of that type; remove it, or enable transactions in the"
                      + " server")
              .toString());
    }
  }

  /**
   * Runs something in a transaction that is rolled back; does nothing where no transaction can be
   * begun.
   *
   * @param action what to run
   * @throws KronosException when the transaction fails
   */
  public void rollBack(Runnable action) {
    UserTransaction transaction;
    try {
      transaction = InitialContext.doLookup(USER_TRANSACTION);
    } catch (NamingException e) {
      LOG.debug("{} is not in JNDI", USER_TRANSACTION, e);
      return;
    }
    try {
      transaction.begin();
      try {
        action.run();
      } finally {
        transaction.rollback();
      }
    } catch (NotSupportedException | SystemException e) {
      throw new KronosException("A transaction to try the outbox with failed: " + e, e);
    }
  }

  /**
   * A gate that holds back what is enqueued in a transaction; an open one where none were found.
   *
   * @param beginning makes the unit of work of a transaction
   */
  public EnqueueGate gate(Function<EnqueueBatcher, UnitOfWork> beginning) {
    TransactionSynchronizationRegistry found = registry;
    return found == null ? EnqueueGate.OPEN : new TransactionGate(found, beginning);
  }

  private @Nullable TransactionSynchronizationRegistry find(BeanManager beanManager) {
    try {
      if (InitialContext.doLookup(REGISTRY)
          instanceof TransactionSynchronizationRegistry ofServer) {
        return ofServer;
      }
    } catch (NamingException e) {
      LOG.debug("{} is not in JNDI", REGISTRY, e);
    }
    Instance<TransactionSynchronizationRegistry> beans =
        beanManager.createInstance().select(TransactionSynchronizationRegistry.class);
    return beans.isResolvable() ? beans.get() : null;
  }
}
