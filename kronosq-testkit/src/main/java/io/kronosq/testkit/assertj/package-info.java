/** Assertions on what was enqueued and what came of it, for those who use AssertJ. */
@NullMarked
package io.kronosq.testkit.assertj;

import org.jspecify.annotations.NullMarked;
