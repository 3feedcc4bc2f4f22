/** Task events as CDI events. */
@NullMarked
package io.kronosq.cdi.event;

import org.jspecify.annotations.NullMarked;
