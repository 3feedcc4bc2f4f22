package io.kronosq.admin.thread;

import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes threads as the server does, with the names and the class loader of the application. */
public final class ServerThreads {
  private static final Logger LOG = LoggerFactory.getLogger(ServerThreads.class);
  private static final String SERVER_THREADS = "java:comp/DefaultManagedThreadFactory";

  private ServerThreads() {}

  /** The server's factory; plain daemon threads where there is none. To be called with names. */
  public static ThreadFactory factory() {
    try {
      return InitialContext.doLookup(SERVER_THREADS);
    } catch (NamingException e) {
      LOG.debug("{} is not in JNDI; threads are made without it", SERVER_THREADS, e);
      return action -> {
        Thread thread = new Thread(action);
        thread.setDaemon(true);
        return thread;
      };
    }
  }
}
