/** An application whose handlers wait until they are let go. */
package io.kronosq.it.blocked;
