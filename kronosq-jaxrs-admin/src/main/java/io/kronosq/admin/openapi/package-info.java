/** What the OpenAPI document tells of the operations. */
@NullMarked
package io.kronosq.admin.openapi;

import org.jspecify.annotations.NullMarked;
