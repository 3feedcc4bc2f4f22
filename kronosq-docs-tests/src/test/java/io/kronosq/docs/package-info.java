/** Checks what README and the pages of the documentation say. */
@NullMarked
package io.kronosq.docs;

import org.jspecify.annotations.NullMarked;
