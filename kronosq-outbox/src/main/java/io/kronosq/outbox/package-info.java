/** Tasks wait in a table of the application's database until they are in Redis. */
@NullMarked
package io.kronosq.outbox;

import org.jspecify.annotations.NullMarked;
