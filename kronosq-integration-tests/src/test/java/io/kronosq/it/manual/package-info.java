/** An application whose tasks run when its test says so. */
@NullMarked
package io.kronosq.it.manual;

import org.jspecify.annotations.NullMarked;
