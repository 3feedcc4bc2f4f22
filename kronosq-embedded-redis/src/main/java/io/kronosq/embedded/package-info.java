/** Starts a real redis-server from a packaged binary, for development and tests. */
@NullMarked
package io.kronosq.embedded;

import org.jspecify.annotations.NullMarked;
