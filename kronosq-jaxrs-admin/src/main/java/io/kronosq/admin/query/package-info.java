/** Parameters of requests. */
@NullMarked
package io.kronosq.admin.query;

import org.jspecify.annotations.NullMarked;
