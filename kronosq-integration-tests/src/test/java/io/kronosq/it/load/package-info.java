/**
 * The dashboard in front of millions of tasks: figures for an idle machine. Profile load; none of
 * this runs otherwise.
 */
package io.kronosq.it.load;
