package io.kronosq.feed;

import io.kronosq.event.ServerEvent;
import io.kronosq.event.TaskEvent;
import io.kronosq.store.FeedStore;
import io.kronosq.store.Loop;
import io.kronosq.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes a server's events on to those who watch, wherever they are. While nobody does, that costs
 * the look at a number. While somebody does, no more events are passed on than people can make use
 * of; that some are missing is told.
 */
public final class FeedWriter {
  /** Events that a server passes on at most in a {@link #TURN}. */
  static final int MOST_A_TURN = 1_000;

  /** How often it is looked whether somebody watches. */
  static final Duration TURN = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(FeedWriter.class);
  private static final int MOST_A_CALL = 250;

  private final FeedStore store;
  private final Loop loop;
  private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean flushSoon = new AtomicBoolean();

  /** How many events may still be passed on in this turn; none while nobody watches. */
  private final AtomicInteger left = new AtomicInteger();

  private volatile boolean ended;
  private volatile boolean missing;

  // Loop only.
  private boolean writing;

  /**
   * @param store where events are written
   * @param loop its loop
   */
  public FeedWriter(FeedStore store, Loop loop) {
    this.store = store;
    this.loop = loop;
  }

  /** Looks from now on whether somebody watches. On the loop. */
  public void start() {
    if (ended) {
      return;
    }
    store.isWatched().whenComplete(this::turn);
    loop.schedule(TURN, this::start);
  }

  private void turn(@Nullable Boolean watched, @Nullable Throwable failure) {
    if (watched == null) {
      LOG.debug("It could not be asked whether somebody watches the events", failure);
    }
    boolean wanted = watched != null && watched && !ended;
    if (wanted && missing) {
      missing = false;
      add(FeedCodec.gap());
    }
    left.set(wanted ? MOST_A_TURN : 0);
  }

  /** Passes nothing on any more but what was told until now. On the loop. */
  public void end() {
    ended = true;
    left.set(0);
    flush();
  }

  /** Whether an event would be passed on, so that it is worth making. */
  public boolean isWanted() {
    return left.get() > 0;
  }

  /**
   * Passes an event on.
   *
   * @param event what happened
   */
  public void write(TaskEvent event) {
    if (mayWrite()) {
      add(FeedCodec.encode(event));
    }
  }

  /**
   * Passes an event on.
   *
   * @param event what happened
   */
  public void write(ServerEvent event) {
    if (mayWrite()) {
      add(FeedCodec.encode(event));
    }
  }

  private boolean mayWrite() {
    int before = left.getAndUpdate(number -> Math.max(0, number - 1));
    missing |= before == 1;
    return before > 0;
  }

  private void add(byte[] content) {
    waiting.add(content);
    if (!flushSoon.get() && flushSoon.compareAndSet(false, true)) {
      try {
        loop.execute(this::flush);
      } catch (StoreException closed) {
        LOG.debug("The store was closed before an event was passed on", closed);
      }
    }
  }

  private void flush() {
    flushSoon.set(false);
    if (writing || waiting.isEmpty()) {
      return;
    }
    List<byte[]> batch = new ArrayList<>();
    for (byte[] next = waiting.poll(); next != null; next = waiting.poll()) {
      batch.add(next);
      if (batch.size() == MOST_A_CALL) {
        break;
      }
    }
    writing = true;
    store.append(batch).whenComplete(this::written);
  }

  private void written(@Nullable Void nothing, @Nullable Throwable failure) {
    writing = false;
    if (failure != null) {
      missing = true;
      LOG.debug("Events could not be passed on", failure);
    }
    flush();
  }
}
