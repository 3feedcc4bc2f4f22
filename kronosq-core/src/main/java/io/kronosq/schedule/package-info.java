/** Schedules: when tasks are enqueued by themselves, and who steers that. */
@NullMarked
package io.kronosq.schedule;

import org.jspecify.annotations.NullMarked;
