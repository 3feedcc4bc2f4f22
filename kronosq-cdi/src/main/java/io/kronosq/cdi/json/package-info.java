/** Payloads and results as JSON, through JSON-B. */
@NullMarked
package io.kronosq.cdi.json;

import org.jspecify.annotations.NullMarked;
