/** Who calls, and what they may do. */
@NullMarked
package io.kronosq.admin.me;

import org.jspecify.annotations.NullMarked;
