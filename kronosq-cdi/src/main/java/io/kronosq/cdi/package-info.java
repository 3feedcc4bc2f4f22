/**
 * What an application sees: the handler annotation, the qualifiers of events, deployment errors.
 */
@NullMarked
package io.kronosq.cdi;

import org.jspecify.annotations.NullMarked;
