/** How traces follow tasks: the W3C trace context in their headers. */
@NullMarked
package io.kronosq.trace;

import org.jspecify.annotations.NullMarked;
