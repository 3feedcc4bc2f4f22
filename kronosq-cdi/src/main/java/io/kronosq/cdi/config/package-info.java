/** The configuration: its keys, how their values are written, and how they are read. */
@NullMarked
package io.kronosq.cdi.config;

import org.jspecify.annotations.NullMarked;
