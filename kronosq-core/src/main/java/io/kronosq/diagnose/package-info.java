/** Tells what is wrong with a running system, and what to do about it. */
@NullMarked
package io.kronosq.diagnose;

import org.jspecify.annotations.NullMarked;
