/** The examples of pages that are whole classes; {@code ExamplesTest} compares them. */
@NullMarked
package io.kronosq.docs.example;

import org.jspecify.annotations.NullMarked;
