/** The command line. */
@NullMarked
package io.kronosq.cli;

import org.jspecify.annotations.NullMarked;
