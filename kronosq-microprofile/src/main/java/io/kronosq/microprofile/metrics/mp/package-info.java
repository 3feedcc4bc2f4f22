/** The only package that sees MicroProfile Metrics; loaded only where that is there. */
@NullMarked
package io.kronosq.microprofile.metrics.mp;

import org.jspecify.annotations.NullMarked;
