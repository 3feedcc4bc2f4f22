package io.kronosq.it.app;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Looks around. */
@ApplicationScoped
public class SurroundedHandler {
  @Inject private Journal journal;
  @Inject private CallScope scope;

  /** Notes what it sees. */
  @Audited
  @Transactional
  @KronosHandler("surroundings")
  public void look() throws Exception {
    scope.use();
    TransactionSynchronizationRegistry transactions =
        InitialContext.doLookup("java:comp/TransactionSynchronizationRegistry");
    Enqueuer bean = InitialContext.doLookup("java:module/Enqueuer");
    journal.note(
        "surroundings",
        new Surroundings(
            InitialContext.doLookup("java:app/AppName"),
            InitialContext.doLookup("java:module/ModuleName"),
            hasComponentName(),
            bean.answers(),
            CDI.current().select(CallScope.class).get() != null,
            findsOwnClass(),
            transactions.getTransactionStatus(),
            scope.use(),
            Thread.currentThread().getName()));
  }

  private static boolean hasComponentName() {
    try {
      return InitialContext.doLookup("java:comp/DefaultManagedExecutorService") != null;
    } catch (NamingException e) {
      return false;
    }
  }

  private static boolean findsOwnClass() {
    try {
      return Thread.currentThread().getContextClassLoader().loadClass(Surroundings.class.getName())
          == Surroundings.class;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
