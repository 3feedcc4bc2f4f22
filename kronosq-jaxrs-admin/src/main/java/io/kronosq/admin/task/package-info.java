/** Tasks: pages of them, single ones, and what is done to them. */
@NullMarked
package io.kronosq.admin.task;

import org.jspecify.annotations.NullMarked;
