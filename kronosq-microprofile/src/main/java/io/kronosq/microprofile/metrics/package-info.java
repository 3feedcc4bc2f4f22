/** Metrics of the engine, in whatever registry the server has. */
@NullMarked
package io.kronosq.microprofile.metrics;

import org.jspecify.annotations.NullMarked;
