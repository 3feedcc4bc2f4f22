/** JSON of the admin resources, whatever providers the application has. */
@NullMarked
package io.kronosq.admin.json;

import org.jspecify.annotations.NullMarked;
