/** The port between the engine and its durable store: transitions, claims, leases. */
@NullMarked
package io.kronosq.store;

import org.jspecify.annotations.NullMarked;
