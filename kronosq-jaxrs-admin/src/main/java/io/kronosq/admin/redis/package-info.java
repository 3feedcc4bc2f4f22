/** The Redis that answers. */
@NullMarked
package io.kronosq.admin.redis;

import org.jspecify.annotations.NullMarked;
