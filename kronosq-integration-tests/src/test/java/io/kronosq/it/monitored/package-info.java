/** An application whose health and metrics are looked at. */
package io.kronosq.it.monitored;
