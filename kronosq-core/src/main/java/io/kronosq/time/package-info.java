/**
 * The only source of wall-clock and elapsed time, so that tests can own both; and durations as
 * people write them.
 */
@NullMarked
package io.kronosq.time;

import org.jspecify.annotations.NullMarked;
