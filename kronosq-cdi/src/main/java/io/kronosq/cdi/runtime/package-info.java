/** The life of Kronosq in an application: found at deployment, started with it, drained with it. */
@NullMarked
package io.kronosq.cdi.runtime;

import org.jspecify.annotations.NullMarked;
