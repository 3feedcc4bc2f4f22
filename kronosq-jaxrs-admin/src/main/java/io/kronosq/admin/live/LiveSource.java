package io.kronosq.admin.live;

import io.kronosq.EventFeed;
import io.kronosq.event.FeedListener;
import org.jspecify.annotations.Nullable;

/** Where events come from: see {@link EventFeed#subscribe}. */
@FunctionalInterface
interface LiveSource {
  EventFeed.Subscription subscribe(FeedListener listener, @Nullable String after);
}
