/** The welcome mail: its task, its text, and its way to the SMTP server. */
@NullMarked
package io.kronosq.sample.mail;

import org.jspecify.annotations.NullMarked;
