package io.kronosq.admin.live;

import io.kronosq.EventFeed;
import io.kronosq.admin.live.Selection.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One that watches: what it wants, and what it was told. */
final class Browser {
  private final Selection selection;
  private final EventStream stream;
  private final TaskTail tail;

  // All guarded by this.
  private @Nullable Message statsTold;
  private @Nullable List<Finding> findingsTold;
  private boolean redisTold = true;
  private EventFeed.@Nullable Subscription subscription;
  private boolean ended;

  Browser(Selection selection, EventStream stream, TaskTail tail) {
    this.selection = selection;
    this.stream = stream;
    this.tail = tail;
  }

  EventStream stream() {
    return stream;
  }

  /**
   * Has events told from now on.
   *
   * @param after the event that it had last; null if it had none
   * @throws IllegalArgumentException when that is the id of none
   */
  void subscribe(LiveSource source, @Nullable String after) {
    if (selection.has(Kind.TASK) || selection.has(Kind.SERVER)) {
      EventFeed.Subscription made = source.subscribe(tail, after);
      synchronized (this) {
        if (!ended) {
          subscription = made;
          return;
        }
      }
      made.close();
    }
  }

  /** Has no more events told. */
  void unsubscribe() {
    EventFeed.Subscription made;
    synchronized (this) {
      ended = true;
      made = subscription;
    }
    if (made != null) {
      made.close();
    }
  }

  /** Tells it what it does not know yet. */
  synchronized void tell(Look look) {
    Message stats = look.stats();
    boolean available = stats != null;
    if (available != redisTold) {
      redisTold = available;
      offer(Kind.REDIS, look.redis());
    }
    if (stats != null && !stats.equals(statsTold)) {
      statsTold = stats;
      offer(Kind.STATS, stats);
    }
    if (available && !look.findings().equals(findingsTold)) {
      findingsTold = look.findings();
      offer(Kind.FINDINGS, look.findingsText());
    }
  }

  /** Whether it wants to hear of bulk jobs. */
  boolean watchesJobs() {
    return selection.has(Kind.JOB);
  }

  /** Tells it how far a bulk job is. */
  void tellJob(Message job) {
    offer(Kind.JOB, job);
  }

  private void offer(Kind kind, @Nullable Message message) {
    if (message != null && selection.has(kind)) {
      stream.offer(message);
    }
  }

  /** To be called each second. */
  void check() {
    tail.tellLeftOut();
    stream.check();
  }
}
