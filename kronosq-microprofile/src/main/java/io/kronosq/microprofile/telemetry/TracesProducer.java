package io.kronosq.microprofile.telemetry;

import io.kronosq.cdi.config.TracesConfig;
import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.cdi.runtime.StandIn;
import io.kronosq.trace.TracePropagator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has spans of enqueues and handlers recorded where the server has OpenTelemetry. It names none of
 * its types, since a bean whose types are missing makes some servers complain.
 */
@ApplicationScoped
public class TracesProducer {
  private static final Logger LOG = LoggerFactory.getLogger(TracesProducer.class);

  @Inject private KronosExtension extension;
  @Inject @Any private Instance<Object> beans;

  /** Records spans; only passes the trace context on where the server records none. */
  @Produces
  @Dependent
  @StandIn
  public TracePropagator propagator() {
    TracesConfig config = extension.deployment().config().traces();
    return find(config).orElseGet(TracePropagator::w3c);
  }

  private Optional<TracePropagator> find(TracesConfig config) {
    if (!config.recorded()) {
      return Optional.empty();
    }
    try {
      Optional<TracePropagator> found = ServerTelemetry.find(beans, config.linked());
      if (found.isPresent()) {
        LOG.info("Kronosq records spans of enqueues and handlers in the server's OpenTelemetry");
      }
      return found;
    } catch (LinkageError absent) {
      LOG.debug("OpenTelemetry is not here: {}", absent.toString());
      return Optional.empty();
    }
  }
}
