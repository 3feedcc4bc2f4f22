/** What happened to tasks, told to listeners after it was stored. */
@NullMarked
package io.kronosq.event;

import org.jspecify.annotations.NullMarked;
