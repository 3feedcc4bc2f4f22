/** Signing up: the request, the session bean that enqueues the mail, and the answer. */
@NullMarked
package io.kronosq.sample.signup;

import org.jspecify.annotations.NullMarked;
