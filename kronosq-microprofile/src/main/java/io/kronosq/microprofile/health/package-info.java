/** Startup, readiness and liveness, as MicroProfile Health tells them. */
@NullMarked
package io.kronosq.microprofile.health;

import org.jspecify.annotations.NullMarked;
