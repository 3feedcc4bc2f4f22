/** What changes while one looks: overview, statistics, and the stream of events. */
@NullMarked
package io.kronosq.admin.live;

import org.jspecify.annotations.NullMarked;
