/** What applications need to test that they enqueue and process tasks. */
@NullMarked
package io.kronosq.testkit;

import org.jspecify.annotations.NullMarked;
