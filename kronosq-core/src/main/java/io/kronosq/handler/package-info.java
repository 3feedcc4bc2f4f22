/** What processes tasks: handlers, their routing, middleware and retry rules. */
@NullMarked
package io.kronosq.handler;

import org.jspecify.annotations.NullMarked;
