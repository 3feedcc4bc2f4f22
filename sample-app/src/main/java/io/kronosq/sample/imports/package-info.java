/** Importing sign-ups from CSV, and how far each import has come. */
@NullMarked
package io.kronosq.sample.imports;

import org.jspecify.annotations.NullMarked;
