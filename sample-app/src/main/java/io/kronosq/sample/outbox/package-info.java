/** What the SMTP server received. */
@NullMarked
package io.kronosq.sample.outbox;

import org.jspecify.annotations.NullMarked;
