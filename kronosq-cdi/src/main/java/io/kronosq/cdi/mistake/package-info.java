/** What keeps an application from being deployed. */
@NullMarked
package io.kronosq.cdi.mistake;

import org.jspecify.annotations.NullMarked;
