/** What was changed, by whom. */
@NullMarked
package io.kronosq.admin.audit;

import org.jspecify.annotations.NullMarked;
