/** Fault drills: worker JVMs and Redis are killed, frozen and cut off, and the tasks counted. */
@NullMarked
package io.kronosq.it.drills;

import org.jspecify.annotations.NullMarked;
