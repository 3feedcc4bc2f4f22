/** An application with handlers in every kind of bean, which notes what happens to it. */
package io.kronosq.it.app;
