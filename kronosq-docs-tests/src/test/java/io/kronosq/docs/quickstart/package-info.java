/** Follows the quick starts, as a person would. */
@NullMarked
package io.kronosq.docs.quickstart;

import org.jspecify.annotations.NullMarked;
