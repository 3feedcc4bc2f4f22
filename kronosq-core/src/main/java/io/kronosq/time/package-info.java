/** The only source of wall-clock and elapsed time, so that tests can own both. */
@NullMarked
package io.kronosq.time;

import org.jspecify.annotations.NullMarked;
