package io.kronosq.cdi.runtime;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Starts the workers of a web application. Earlier, when CDI says that the application scope is
 * there, Payara and GlassFish refuse calls of session beans.
 */
@WebListener
public class KronosWebListener implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    CDI.current().select(KronosLifecycle.class).get().start();
  }
}
