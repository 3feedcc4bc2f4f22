/** An application without the library. */
package io.kronosq.it.plain;
