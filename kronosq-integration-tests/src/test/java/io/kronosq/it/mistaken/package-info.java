/** An application that can't be deployed. */
package io.kronosq.it.mistaken;
