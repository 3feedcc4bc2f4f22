/** Handlers in beans: how they are found, checked and called. */
@NullMarked
package io.kronosq.cdi.handler;

import org.jspecify.annotations.NullMarked;
