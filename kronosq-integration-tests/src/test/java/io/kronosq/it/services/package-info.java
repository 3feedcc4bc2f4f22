/** An application whose handlers use what the server offers to beans. */
package io.kronosq.it.services;
