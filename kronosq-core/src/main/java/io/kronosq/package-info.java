/**
 * Entry points: {@link io.kronosq.KronosClient}, {@link io.kronosq.KronosServer}, {@link
 * io.kronosq.Inspector}.
 */
@NullMarked
package io.kronosq;

import org.jspecify.annotations.NullMarked;
