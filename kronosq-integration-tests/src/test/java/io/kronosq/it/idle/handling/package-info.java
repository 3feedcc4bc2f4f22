/** The handler that the application may have. */
package io.kronosq.it.idle.handling;
