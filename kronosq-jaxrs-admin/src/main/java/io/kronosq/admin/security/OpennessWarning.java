package io.kronosq.admin.security;

import io.kronosq.cdi.config.AdminConfig;
import io.kronosq.cdi.config.AdminRole;
import io.kronosq.cdi.runtime.KronosExtension;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says loudly that everybody may look, or more. */
@ApplicationScoped
public class OpennessWarning {
  private static final Logger LOG = LoggerFactory.getLogger(OpennessWarning.class);

  @Inject private KronosExtension extension;

  /** Warns in the log, at the application's start. */
  void onStart(@Observes @Initialized(ApplicationScoped.class) Object event) {
    warnings().forEach(LOG::warn);
  }

  /** What everybody who looks is to know; empty when only those get in who have logged in. */
  public List<String> warnings() {
    AdminConfig config = extension.deployment().config().admin();
    AdminRole role = config.anonymous();
    return role == null
        ? List.of()
        : List.of(
            "kronosq.admin.anonymous is set: everybody who reaches this server has the role "
                + role
                + " here without a login. Remove it unless this is for development.");
  }
}
