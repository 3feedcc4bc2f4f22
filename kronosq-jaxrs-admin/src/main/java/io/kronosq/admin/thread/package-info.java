/** Threads of the server. */
@NullMarked
package io.kronosq.admin.thread;

import org.jspecify.annotations.NullMarked;
