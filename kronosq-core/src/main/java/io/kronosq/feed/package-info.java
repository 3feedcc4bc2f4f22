/** How events of servers are passed on to those who watch. */
@NullMarked
package io.kronosq.feed;

import org.jspecify.annotations.NullMarked;
