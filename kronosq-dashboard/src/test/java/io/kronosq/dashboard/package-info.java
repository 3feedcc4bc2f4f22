/** Tests of the dashboard's files as far as no browser is needed. */
@NullMarked
package io.kronosq.dashboard;

import org.jspecify.annotations.NullMarked;
