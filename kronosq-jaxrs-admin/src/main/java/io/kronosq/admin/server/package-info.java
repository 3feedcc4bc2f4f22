/** Servers, and how they are steered. */
@NullMarked
package io.kronosq.admin.server;

import org.jspecify.annotations.NullMarked;
