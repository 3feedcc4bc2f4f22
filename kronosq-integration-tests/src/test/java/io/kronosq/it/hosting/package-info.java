/** An application with resources of its own, beside the admin resources. */
package io.kronosq.it.hosting;
