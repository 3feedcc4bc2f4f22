/** The Redis adapter of the store; the only package that sees the Redis client. */
@NullMarked
package io.kronosq.redis;

import org.jspecify.annotations.NullMarked;
