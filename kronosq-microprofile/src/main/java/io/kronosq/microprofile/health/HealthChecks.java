package io.kronosq.microprofile.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The health checks, as MicroProfile Health asks for them. They are produced, not classes of their
 * own: where the API is missing, a class that implements none of it is passed over in silence.
 */
@ApplicationScoped
public class HealthChecks {
  @Inject private KronosHealth health;

  /** See {@link KronosHealth#startup}. */
  @Produces
  @ApplicationScoped
  @Startup
  public HealthCheck startup() {
    return of(health::startup);
  }

  /** See {@link KronosHealth#redis}. */
  @Produces
  @ApplicationScoped
  @Readiness
  public HealthCheck redis() {
    return of(health::redis);
  }

  /** See {@link KronosHealth#evictionPolicy}. */
  @Produces
  @ApplicationScoped
  @Readiness
  public HealthCheck evictionPolicy() {
    return of(health::evictionPolicy);
  }

  /** See {@link KronosHealth#draining}. */
  @Produces
  @ApplicationScoped
  @Readiness
  public HealthCheck draining() {
    return of(health::draining);
  }

  /** See {@link KronosHealth#handlers}. */
  @Produces
  @ApplicationScoped
  @Readiness
  public HealthCheck handlers() {
    return of(health::handlers);
  }

  /** See {@link KronosHealth#claims}. */
  @Produces
  @ApplicationScoped
  @Liveness
  public HealthCheck claims() {
    return of(health::claims);
  }

  /** See {@link KronosHealth#stuckHandlers}. */
  @Produces
  @ApplicationScoped
  @Liveness
  public HealthCheck stuckHandlers() {
    return of(health::stuckHandlers);
  }

  private static HealthCheck of(Supplier<Finding> check) {
    return () -> response(check.get());
  }

  private static HealthCheckResponse response(Finding finding) {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named(finding.name()).status(finding.up());
    finding
        .data()
        .forEach(
            (key, value) -> {
              if (value instanceof Long number) {
                response.withData(key, number);
              } else if (value instanceof Boolean flag) {
                response.withData(key, flag);
              } else {
                response.withData(key, value.toString());
              }
            });
    return response.build();
  }
}
