/** Batches enqueue calls by need. */
@NullMarked
package io.kronosq.client;

import org.jspecify.annotations.NullMarked;
