/** Actions on many tasks, that one can watch and stop. */
@NullMarked
package io.kronosq.admin.job;

import org.jspecify.annotations.NullMarked;
