/** An application that is deployed beside others of its kind. */
package io.kronosq.it.neighbour;
