package io.kronosq.microprofile.telemetry;

import io.kronosq.trace.TracePropagator;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the server's OpenTelemetry. Loading this class fails where its API is missing. */
final class ServerTelemetry {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTelemetry.class);

  private ServerTelemetry() {}

  /**
   * Records in the server's OpenTelemetry; empty where the server has none, or where it is switched
   * off.
   *
   * @param beans of the application
   * @param linked whether attempts begin traces of their own
   */
  static Optional<TracePropagator> find(Instance<Object> beans, boolean linked) {
    Instance<OpenTelemetry> found = beans.select(OpenTelemetry.class);
    if (!found.isResolvable()) {
      return Optional.empty();
    }
    OpenTelemetry telemetry = found.get();
    // One that is switched off (otel.sdk.disabled) would not even pass the context on.
    if (telemetry.getPropagators().getTextMapPropagator().fields().isEmpty()) {
      LOG.debug("OpenTelemetry passes no context on; see otel.sdk.disabled and otel.propagators");
      return Optional.empty();
    }
    return Optional.of(new SpanPropagator(telemetry, linked));
  }
}
