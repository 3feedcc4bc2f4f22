/** The only package that sees Micrometer; loaded only where that is there. */
@NullMarked
package io.kronosq.microprofile.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
