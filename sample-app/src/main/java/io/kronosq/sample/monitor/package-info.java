/** What the start page shows live: queues and task events. */
@NullMarked
package io.kronosq.sample.monitor;

import org.jspecify.annotations.NullMarked;
