/** An application that is deployed again and again. */
package io.kronosq.it.redeploy;
