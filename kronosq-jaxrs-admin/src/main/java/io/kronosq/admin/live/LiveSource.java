package io.kronosq.admin.live;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where events come from. */
interface LiveSource extends AutoCloseable {
  /**
   * Tells of events from now on, one after the other, until it is closed.
   *
   * @param listener must not wait
   * @param after the {@link LiveEvent#id()} to resume after; null for none
   * @throws IllegalArgumentException when that is no such id
   */
  Subscription subscribe(Consumer<LiveEvent> listener, @Nullable String after);

  @Override
  void close();

  /** Ends the telling. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
