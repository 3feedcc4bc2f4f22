/** The engine that claims tasks, runs handlers and settles outcomes. */
@NullMarked
package io.kronosq.worker;

import org.jspecify.annotations.NullMarked;
