package io.kronosq.microprofile.health;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the applications of a server apart. */
final class ApplicationName {
  private static final Logger LOG = LoggerFactory.getLogger(ApplicationName.class);

  private ApplicationName() {}

  /** The module's name; empty outside a server. */
  static String ofModule() {
    try {
      return InitialContext.doLookup("java:module/ModuleName");
    } catch (NamingException e) {
      LOG.debug("There is no module name", e);
      return "";
    }
  }
}
