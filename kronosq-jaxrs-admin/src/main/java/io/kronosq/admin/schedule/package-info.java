/** Schedules, and how they are steered. */
@NullMarked
package io.kronosq.admin.schedule;

import org.jspecify.annotations.NullMarked;
