/** Spans of enqueues and handlers, where the server has OpenTelemetry. */
@NullMarked
package io.kronosq.microprofile.telemetry;

import org.jspecify.annotations.NullMarked;
