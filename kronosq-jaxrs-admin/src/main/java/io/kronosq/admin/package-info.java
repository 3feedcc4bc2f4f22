/** Admin resources over the Inspector. */
@NullMarked
package io.kronosq.admin;

import org.jspecify.annotations.NullMarked;
