/** The types of tasks that servers handle. */
@NullMarked
package io.kronosq.admin.type;

import org.jspecify.annotations.NullMarked;
