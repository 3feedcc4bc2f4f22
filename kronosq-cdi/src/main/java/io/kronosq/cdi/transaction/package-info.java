/** Has what is enqueued in a transaction take effect with it. */
@NullMarked
package io.kronosq.cdi.transaction;

import org.jspecify.annotations.NullMarked;
