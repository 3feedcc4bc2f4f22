/** Who may do what, and which requests come from whom they claim to. */
@NullMarked
package io.kronosq.admin.security;

import org.jspecify.annotations.NullMarked;
