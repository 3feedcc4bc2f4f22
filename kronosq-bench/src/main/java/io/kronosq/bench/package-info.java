/** Benchmarks, each beside the floor that bare pipelined commands reach in the same run. */
@NullMarked
package io.kronosq.bench;

import org.jspecify.annotations.NullMarked;
