/** Sign-ups as CSV, read row by row in bounded memory. */
@NullMarked
package io.kronosq.sample.csv;

import org.jspecify.annotations.NullMarked;
