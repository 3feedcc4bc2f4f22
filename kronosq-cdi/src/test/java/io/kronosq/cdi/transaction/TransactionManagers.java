package io.kronosq.cdi.transaction;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;

/** The beans of an application that has Narayana, outside a server. */
@Dependent
class TransactionManagers {
  static {
    System.setProperty(
        "ObjectStoreEnvironmentBean.objectStoreType",
        "com.arjuna.ats.internal.arjuna.objectstore.VolatileStore");
    System.setProperty("ObjectStoreEnvironmentBean.objectStoreDir", "target/narayana");
  }

  @Produces
  TransactionManager manager() {
    return com.arjuna.ats.jta.TransactionManager.transactionManager();
  }

  @Produces
  UserTransaction user() {
    return com.arjuna.ats.jta.UserTransaction.userTransaction();
  }

  @Produces
  TransactionSynchronizationRegistry registry() {
    return new TransactionSynchronizationRegistryImple();
  }
}
