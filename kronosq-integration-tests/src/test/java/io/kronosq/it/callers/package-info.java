/** An application whose users have tasks done. */
package io.kronosq.it.callers;
