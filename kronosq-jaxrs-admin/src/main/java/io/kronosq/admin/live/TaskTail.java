package io.kronosq.admin.live;

import io.kronosq.event.FeedEvent;
import io.kronosq.event.FeedListener;
import io.kronosq.time.TimeSource;
import java.util.function.Consumer;

/**
 * The events that one browser wants, thinned out where there are more than one could read. How many
 * were left out is told from time to time.
 */
final class TaskTail implements FeedListener {
  /** Events a second in the long run: more than anybody reads. */
  static final int RATE = 25;

  /** Events at once, after a while without any. */
  static final int BURST = 200;

  private static final long NANOS_EACH = 1_000_000_000L / RATE;

  private final Selection selection;
  private final EventTexts texts;
  private final Consumer<Message> browser;
  private final TimeSource time;

  // All guarded by this.
  private long usedUntil;
  private long leftOut;

  TaskTail(Selection selection, EventTexts texts, Consumer<Message> browser, TimeSource time) {
    this.selection = selection;
    this.texts = texts;
    this.browser = browser;
    this.time = time;
    usedUntil = time.nanos() - BURST * NANOS_EACH;
  }

  @Override
  public synchronized void onEvent(FeedEvent event) {
    if (event instanceof FeedEvent.OfTask task) {
      if (!selection.has(task.event())) {
        return;
      }
      if (!mayPass()) {
        leftOut++;
        return;
      }
    } else if (event instanceof FeedEvent.OfServer && !selection.has(Selection.Kind.SERVER)) {
      return;
    }
    browser.accept(texts.of(event));
  }

  private boolean mayPass() {
    long now = time.nanos();
    long from = Math.max(usedUntil - now, -BURST * NANOS_EACH) + now;
    if (from + NANOS_EACH - now > 0) {
      return false;
    }
    usedUntil = from + NANOS_EACH;
    return true;
  }

  /** Tells what was left out since this was last told. */
  synchronized void tellLeftOut() {
    if (leftOut > 0) {
      browser.accept(texts.leftOut(leftOut));
      leftOut = 0;
    }
  }
}
