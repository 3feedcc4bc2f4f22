/** A sign-up service that shows Kronosq at work: welcome mails are sent by tasks. */
@NullMarked
package io.kronosq.sample;

import org.jspecify.annotations.NullMarked;
