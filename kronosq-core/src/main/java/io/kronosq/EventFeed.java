package io.kronosq;

import io.kronosq.event.FeedEvent;
import io.kronosq.event.FeedListener;
import io.kronosq.feed.FeedCodec;
import io.kronosq.feed.Place;
import io.kronosq.store.FeedStore;
import io.kronosq.store.FeedStore.Entry;
import io.kronosq.store.Loop;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.PayloadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what all servers do, wherever they run. They pass their events on through Redis, only while
 * somebody listens anywhere: the first ones come a few seconds after the first listener, and of
 * more than 500 a second of a server some are left out. Whatever the number of listeners, one
 * connection waits for events. Safe for use by many threads.
 */
public final class EventFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

  /** How long servers go on after the last listener: one that comes back can resume. */
  private static final Duration WATCHED_FOR = Duration.ofSeconds(30);

  private static final Duration WATCH_AGAIN = Duration.ofSeconds(5);
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int CHUNK = 500;

  /** Before all events. */
  private static final Place NOWHERE = new Place(0, 0);

  private final FeedStore store;
  private final Loop loop;

  // All loop only.
  private final List<Listening> listeners = new ArrayList<>();
  private boolean closed;
  private boolean watching;
  private boolean reading;

  /** Since when servers have passed their events on without a break; null before it is known. */
  private @Nullable Place since;

  /** How far was read; null while nobody reads. */
  private @Nullable Place read;

  private EventFeed(TaskStore store) {
    this.store = store.feed();
    loop = store.loop();
  }

  /**
   * A feed, which asks Redis nothing before somebody listens.
   *
   * @param store an open store, which stays open
   */
  public static EventFeed open(TaskStore store) {
    return new EventFeed(store);
  }

  /** Somebody listens. */
  public interface Subscription extends AutoCloseable {
    /** Ends the listening; what is being told at the moment may still be. */
    @Override
    void close();
  }

  /**
   * Listens from now on.
   *
   * @param listener hears of events, on the I/O thread of the store
   * @param after the {@link FeedEvent#id()} to resume after; null to begin with what happens now. A
   *     {@link FeedEvent.Gap} comes first where events after it are not kept any more.
   * @throws IllegalArgumentException when that is no such id
   * @throws StoreException when the store is closed
   */
  public Subscription subscribe(FeedListener listener, @Nullable String after) {
    Listening listening = new Listening(listener, after == null ? null : Place.parse(after));
    loop.execute(() -> begin(listening));
    return () -> end(listening);
  }

  private void begin(Listening listening) {
    if (closed) {
      return;
    }
    listeners.add(listening);
    if (!watching) {
      watching = true;
      watch();
    } else {
      admit(listening);
    }
  }

  private void end(Listening listening) {
    try {
      loop.execute(() -> listeners.remove(listening));
    } catch (StoreException storeClosed) {
      LOG.debug("The store was closed before those who listen had gone", storeClosed);
    }
  }

  /** Ends all listening. */
  @Override
  public void close() {
    try {
      loop.execute(
          () -> {
            closed = true;
            listeners.clear();
          });
    } catch (StoreException storeClosed) {
      LOG.debug("The store was closed before the feed", storeClosed);
    }
  }

  /** Has servers pass their events on, as long as somebody listens. */
  private void watch() {
    if (listeners.isEmpty()) {
      watching = false;
      return;
    }
    store
        .watch(WATCHED_FOR)
        .whenComplete(
            (found, failure) -> {
              if (found == null) {
                LOG.debug("Servers could not be asked for their events", failure);
                later(RETRY, this::watch);
              } else {
                watched(Place.parse(found));
                later(WATCH_AGAIN, this::watch);
              }
            });
  }

  private void later(Duration delay, Runnable action) {
    try {
      loop.schedule(delay, action);
    } catch (StoreException storeClosed) {
      LOG.debug("The store was closed before the feed", storeClosed);
    }
  }

  private void watched(Place found) {
    boolean brokenOff = since != null && found.compareTo(since) > 0;
    since = found;
    if (brokenOff && read != null) {
      missed(read);
    }
    if (!reading) {
      reading = true;
      store
          .latest()
          .whenComplete(
              (latest, failure) -> {
                if (latest == null) {
                  // The next watch tries again.
                  reading = false;
                } else {
                  read = Place.parse(latest);
                  List.copyOf(listeners).forEach(this::admit);
                  readOn();
                }
              });
    }
  }

  private void readOn() {
    Place from = read;
    if (from == null || listeners.isEmpty()) {
      reading = false;
      read = null;
      return;
    }
    store
        .await(from.toString(), CHUNK, WAIT)
        .whenComplete(
            (entries, failure) -> {
              if (entries == null) {
                LOG.debug("Events could not be read; it is tried again", failure);
                later(RETRY, this::readOn);
              } else if (entries.size() < CHUNK || from.equals(NOWHERE)) {
                take(entries);
              } else {
                takeBehind(from, entries);
              }
            });
  }

  private void take(List<Entry> entries) {
    entries.forEach(this::arrived);
    readOn();
  }

  /**
   * Takes what may not follow on from what was read. So many wait that some may be gone already:
   * far more than a chunk are kept, so none are where an answer has fewer.
   */
  private void takeBehind(Place from, List<Entry> entries) {
    store
        .has(from.toString())
        .whenComplete(
            (there, failure) -> {
              if (there == null || !there) {
                missed(from);
              }
              take(entries);
            });
  }

  private void missed(Place after) {
    FeedEvent gap = new FeedEvent.Gap(after.toString());
    listeners.stream().filter(Listening::isLive).forEach(listening -> listening.tell(gap));
  }

  private void arrived(Entry entry) {
    Place place = Place.parse(entry.id());
    read = place;
    FeedEvent event = decoded(entry);
    if (event != null) {
      for (Listening listening : List.copyOf(listeners)) {
        if (listening.isLive()) {
          listening.tell(place, event);
        }
      }
    }
  }

  private static @Nullable FeedEvent decoded(Entry entry) {
    try {
      return FeedCodec.decode(entry.id(), entry.content());
    } catch (PayloadException e) {
      LOG.warn("The event {} is left out: {}", entry.id(), e.getMessage());
      return null;
    }
  }

  /** Has a listener take part, once it is known where the feed is. */
  private void admit(Listening listening) {
    Place now = read;
    Place begin = since;
    if (now == null || begin == null || listening.isAdmitted()) {
      return;
    }
    Place after = listening.admit(now);
    if (after == null) {
      return;
    }
    if (after.compareTo(begin) < 0) {
      listening.tell(new FeedEvent.Gap(after.toString()));
      catchUp(listening);
      return;
    }
    store
        .has(after.toString())
        .whenComplete(
            (there, failure) -> {
              if (there == null || !there) {
                listening.tell(new FeedEvent.Gap(after.toString()));
              }
              catchUp(listening);
            });
  }

  /** Tells a listener what was written before it came, until it has all that was read. */
  private void catchUp(Listening listening) {
    Place target = read;
    if (target == null || !listeners.contains(listening)) {
      return;
    }
    store
        .read(listening.position().toString(), CHUNK)
        .whenComplete(
            (entries, failure) -> {
              if (entries == null) {
                LOG.debug("Former events could not be read; it is tried again", failure);
                later(RETRY, () -> catchUp(listening));
                return;
              }
              for (Entry entry : entries) {
                FeedEvent event = decoded(entry);
                if (event != null) {
                  listening.tell(Place.parse(entry.id()), event);
                }
              }
              if (entries.size() == CHUNK || !listening.joins(target, read)) {
                catchUp(listening);
              }
            });
  }

  /** One who listens. Loop only. */
  private static final class Listening {
    private final FeedListener listener;
    private final @Nullable Place after;
    private Place position = NOWHERE;
    private boolean admitted;
    private boolean live;

    Listening(FeedListener listener, @Nullable Place after) {
      this.listener = listener;
      this.after = after;
    }

    boolean isAdmitted() {
      return admitted;
    }

    boolean isLive() {
      return live;
    }

    Place position() {
      return position;
    }

    /**
     * Begins.
     *
     * @param now where the feed is
     * @return where to resume after; null when it takes part already
     */
    @Nullable Place admit(Place now) {
      admitted = true;
      live = after == null;
      position = after == null ? now : after;
      return after;
    }

    /**
     * Takes part from now on, unless more was read while it caught up.
     *
     * @param target all until there was told
     * @param now how far was read
     */
    boolean joins(Place target, @Nullable Place now) {
      if (position.compareTo(target) < 0) {
        position = target;
      }
      live = now == null || now.compareTo(position) <= 0;
      return live;
    }

    void tell(Place place, FeedEvent event) {
      if (place.compareTo(position) > 0) {
        position = place;
        tell(event);
      }
    }

    void tell(FeedEvent event) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException | LinkageError | AssertionError e) {
        LOG.warn("A listener failed on the event {}", event.id(), e);
      }
    }
  }
}
