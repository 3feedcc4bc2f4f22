/** The only package that sees OpenTelemetry; loaded only where that is there. */
@NullMarked
package io.kronosq.microprofile.metrics.otel;

import org.jspecify.annotations.NullMarked;
