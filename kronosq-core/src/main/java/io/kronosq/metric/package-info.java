/** What the engine tells of itself to be counted and measured; it knows no metrics library. */
@NullMarked
package io.kronosq.metric;

import org.jspecify.annotations.NullMarked;
