/** A real browser at the dashboard. */
package io.kronosq.it.browser;
