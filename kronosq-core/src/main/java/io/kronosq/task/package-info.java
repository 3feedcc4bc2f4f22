/** What a task is: its type, payload, options, and what is told about it. */
@NullMarked
package io.kronosq.task;

import org.jspecify.annotations.NullMarked;
