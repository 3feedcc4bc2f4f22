/** An application that could enqueue. */
package io.kronosq.it.idle;
