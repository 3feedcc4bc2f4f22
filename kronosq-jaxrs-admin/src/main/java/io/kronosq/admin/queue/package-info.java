/** Queues, their limits, keys and groups. */
@NullMarked
package io.kronosq.admin.queue;

import org.jspecify.annotations.NullMarked;
